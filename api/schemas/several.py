"""Several potatoes moved at once, and the limits of a board's columns, as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Schema

from api.schemas.common import MOST_LISTED, Body, Moment, Text
from api.schemas.issues import Size
from esn.lib.errors import Refused
from issues.actions.boards import LIMITED, MOST_LIMIT
from issues.actions.bulk import Before, Outcome, Refusing
from issues.actions.resolving import Recipe
from issues.lifecycle import Status

ASKED = {Status.WAITING: ("waiting_for", "until", "reason"), Status.DISCARDED: ("reason",)}
"""What a move wants to be told, by where it leads."""


class SeveralIn(Body):
    """Which potatoes go where; one wait for all wants `for`, `until` and `reason`, setting aside a `reason`, and a
    resolution takes a recipe and, for what had no bites, the effort of each.
    """

    issues: Annotated[list[int], Field(max_length=MOST_LISTED)]
    status: Literal["caught", "in_progress", "waiting", "resolved", "discarded"]
    waiting_for: Literal["customer", "third_party", "date"] | None = Field(
        None, validation_alias="for", serialization_alias="for"
    )
    until: Moment | None = None
    reason: Text = ""
    cause: Text = ""
    cure: Text = ""
    lesson: Text = ""
    effort: Size | None = None

    def said(self) -> dict[str, Any]:
        """What the move takes beside the potato. Raises Refused where something that it wants is missing."""
        to = Status(self.status)
        wanted = {name: getattr(self, name) for name in ASKED.get(to, ())}
        if missing := next((name for name, value in wanted.items() if not value), None):
            field = "for" if missing == "waiting_for" else missing
            raise Refused(_("This move wants to be told more."), field=field)
        if to == Status.RESOLVED:
            return {"recipe": Recipe(self.cause, self.cure, self.lesson), "effort": self.effort or ""}
        return wanted


class MovedOut(Schema):
    """A potato that was moved, or brought back; where it was before, and where it went."""

    issue: int
    key: str
    before: str
    after: str

    @classmethod
    def of(cls, row: Before) -> MovedOut:
        """The row as it was moved."""
        return cls(issue=row.pk, key=row.key, before=row.status, after=row.moved_to)

    @classmethod
    def back(cls, row: Before) -> MovedOut:
        """The row as it was brought back."""
        return cls(issue=row.pk, key=row.key, before=row.moved_to, after=row.status)


class StayedOut(Schema):
    """A potato that stays where it is, and why."""

    issue: int
    key: str
    title: str
    code: str
    detail: str

    @classmethod
    def of(cls, one: Refusing) -> StayedOut:
        """The refusal."""
        return cls(issue=one.pk, key=one.key, title=one.title, code=one.code, detail=one.why)


class SeveralOut(Schema):
    """What was moved and what stays; `undo` is what brings back the moves that know a way back, null for none."""

    moved: list[MovedOut]
    stayed: list[StayedOut]
    undo: str | None

    @classmethod
    def of(cls, outcome: Outcome) -> SeveralOut:
        """Several moved."""
        stayed = [StayedOut.of(one) for one in outcome.refused]
        return cls(moved=[MovedOut.of(row) for row in outcome.done], stayed=stayed, undo=outcome.token or None)

    @classmethod
    def back(cls, outcome: Outcome) -> SeveralOut:
        """Several brought back."""
        stayed = [StayedOut.of(one) for one in outcome.refused]
        return cls(moved=[MovedOut.back(row) for row in outcome.done], stayed=stayed, undo=None)


Most = Annotated[int, Field(ge=1, le=MOST_LIMIT)] | None


class LimitsBody(Body):
    """How many each column should hold at the most, null for as many as come; the board warns and blocks nobody."""

    flagged: Most = None
    caught: Most = None
    in_progress: Most = None
    waiting: Most = None

    @classmethod
    def of(cls, known: dict[str, int]) -> LimitsBody:
        """The limits that a community has set."""
        return cls(**{status.value: known.get(status.value) for status in LIMITED})

    def limits(self) -> dict[Status, int | None]:
        """What the action takes: all four columns."""
        return {status: getattr(self, status.value) for status in LIMITED}
