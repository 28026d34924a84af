"""Ladders as JSON."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from api.schemas.common import Body, Moment, PersonRef, Text
from issues.reading.forecast import Expected


class StepOut(Schema):
    """A step: `minutes` of a wait, the `heat` of a condition, `times` of a repetition, whose `person` or `team`."""

    kind: str
    label: str
    minutes: int | None
    heat: int | None
    times: int | None
    person: str | None
    team: str | None


class LadderOut(Schema):
    """A ladder as it holds; `community` made it, null for the default. `version` is that of one's own, 0 for none."""

    ladder: str
    label: str
    community: str | None
    version: int
    steps: list[StepOut]


class StepIn(Body):
    """A step; only what its kind asks for."""

    kind: Text
    minutes: int = 0
    heat: int = 0
    times: int = 0
    person: Text | None = None
    team: Text | None = None


class ReachedOut(Schema):
    """Somebody whom a step reaches, and how: `inbox`, `mail`."""

    person: PersonRef
    channels: list[str]


class ExpectedOut(Schema):
    """A step that comes if nobody moves; the kind of the last is `rest`. A skipped one will find it too cold."""

    at: dt.datetime
    ladder: str
    kind: str
    label: str
    is_skipped: bool
    reached: list[ReachedOut]

    @classmethod
    def of(cls, expected: Expected) -> ExpectedOut:
        """The step as it is foretold."""
        return cls(
            at=expected.at,
            ladder=expected.ladder,
            kind=expected.step.kind,
            label=expected.label,
            is_skipped=expected.is_skipped,
            reached=[
                ReachedOut(person=PersonRef.of(one.person), channels=list(one.channels)) for one in expected.reached
            ],
        )


class FlawOut(Schema):
    """Why a ladder cannot be: the number of the step, null for the whole, its field, and the sentence."""

    step: int | None
    field: str
    message: str


class AheadOut(Schema):
    """What comes if nobody moves from `at` on, soonest first; nothing while a flaw is left."""

    at: dt.datetime
    items: list[ExpectedOut]
    flaws: list[FlawOut]


class AheadIn(Body):
    """Steps that nobody has kept yet, and from when on nobody moves: the coming Friday at 17:00 unless it is said."""

    steps: list[StepIn]
    at: Moment | None = None


class LadderIn(Body):
    """All steps of a ladder; `version` is the one that was read."""

    steps: list[StepIn]
    version: int | None = None
