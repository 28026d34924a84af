"""Ladders as JSON."""

from __future__ import annotations

from ninja import Schema

from api.schemas.common import Body, Text


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


class LadderIn(Body):
    """All steps of a ladder; `version` is the one that was read."""

    steps: list[StepIn]
    version: int | None = None
