"""The numbers of a community as JSON."""

from __future__ import annotations

from decimal import Decimal

from ninja import Schema

from api.schemas.common import Body, built
from issues.reading.rules import Counted


class NumberOut(Schema):
    """A number that potatoes go by in a community: what counts, the default, the limits, and why it exists."""

    name: str
    label: str
    why: str
    value: float
    default: float
    least: float
    most: float
    unit: str

    @classmethod
    def of(cls, counted: Counted) -> NumberOut:
        """The number as it counts."""
        what = counted.what
        return built(
            cls,
            name=counted.rule.value,
            label=str(counted.rule.label),
            why=str(what.why),
            value=float(counted.value),
            default=float(what.default),
            least=float(what.least),
            most=float(what.most),
            unit=what.unit.value,
        )


class NumbersOut(Schema):
    """All numbers of a community."""

    items: list[NumberOut]
    version: int


class NumbersPatch(Body):
    """The numbers that change, by name; null goes back to the default. `version` is the one that was read."""

    values: dict[str, Decimal | None]
    version: int | None = None
