"""Bites as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Schema

from api.schemas.common import MOST_LISTED, Body, Items, Moment, PersonRef, Text, built, maybe
from api.schemas.issues import Size
from issues.models import Extension, Task
from issues.reading.chains import Heap
from issues.reading.table import Offer


class TaskOut(Schema):
    """A bite."""

    id: int
    issue: int
    title: str
    done_when: str
    status: str
    blocked: str | None
    size: Size
    assignee: PersonRef | None
    reviewer: PersonRef | None
    parent: int | None
    depends_on: list[int]
    skills: list[str]
    due_at: dt.datetime | None
    effort: Size | None
    raised_at: dt.datetime | None
    version: int

    @classmethod
    def of(cls, task: Task) -> TaskOut:
        """The bite; people, skills and dependencies should be loaded."""
        return built(
            cls,
            id=task.pk,
            issue=task.issue_id,
            title=task.title,
            done_when=task.done_when,
            status=task.status,
            blocked=task.blocked_reason or None,
            size=task.size,
            assignee=maybe(task.assignee),
            reviewer=maybe(task.reviewer),
            parent=task.parent_id,
            depends_on=[needed.pk for needed in task.depends_on.all()],
            skills=[skill.name for skill in task.skills.all()],
            due_at=task.due_at,
            effort=task.effort or None,
            raised_at=task.raised_at,
            version=task.version,
        )


class HeapOut(Schema):
    """One eater with much of the open effort: who, and how much of it in hundredths."""

    name: str
    percent: int

    @classmethod
    def of(cls, heap: Heap) -> HeapOut:
        """The heap."""
        return cls(name=heap.name, percent=heap.percent)


class OutlineOut(Items[TaskOut]):
    """The bites of a potato. `critical`: ids of the longest chain left by effort, the one that holds all up first;
    `effort_eaten_h`: hours that the finished ones took, as it was tapped; `heap`: who has over 40 % of what is left,
    unless the community says otherwise, told to the holder, moderators and the eater.
    """

    critical: list[int]
    effort_eaten_h: float
    heap: HeapOut | None


class OfferOut(TaskOut):
    """A bite on the table, and why it could be the caller's."""

    why: str
    fits: bool
    heat: int

    @classmethod
    def on_table(cls, offer: Offer) -> OfferOut:
        """The offer; as `TaskOut.of`."""
        told = TaskOut.of(offer.task).model_dump()
        return cls(**told, why=offer.why, fits=bool(offer.fits), heat=offer.task.issue.heat)


class TaskIn(Body):
    """A new bite."""

    title: Text
    done_when: Text = ""
    size: Size = "S"
    parent: int | None = None
    depends_on: Annotated[list[int], Field(max_length=MOST_LISTED)] = []
    skills: Annotated[list[Text], Field(max_length=MOST_LISTED)] = []
    due_at: Moment | None = None
    reviewer: Text | None = None


TasksIn = Annotated[list[TaskIn], Field(max_length=MOST_LISTED)]


class TaskPatch(Body):
    """What changes; `version` is the one that was read."""

    title: Text | None = None
    done_when: Text | None = None
    size: Size | None = None
    depends_on: Annotated[list[int], Field(max_length=MOST_LISTED)] | None = None
    skills: Annotated[list[Text], Field(max_length=MOST_LISTED)] | None = None
    due_at: Moment | None = None
    reviewer: Text | None = None
    version: int


class Effort(Body):
    """How long it took."""

    effort: Size


class Verdict(Body):
    """Accepted, or to be done again."""

    verdict: Literal["accept", "rework"]
    reason: Text = ""


class ExtensionOut(Schema):
    """More time for a bite: who asked why, and what was said to it: asked, granted, refused or lapsed."""

    id: int
    status: str
    asked_by: PersonRef
    asked_at: dt.datetime
    reason: str
    due_before: dt.datetime
    due_at: dt.datetime
    decided_by: PersonRef | None
    answer: str

    @classmethod
    def of(cls, one: Extension) -> ExtensionOut:
        """The request; both people should be loaded."""
        names = ("id", "status", "asked_at", "reason", "due_before", "due_at", "answer")
        facts = {name: getattr(one, name) for name in names}
        return cls(**facts, asked_by=PersonRef.of(one.asked_by), decided_by=maybe(one.decided_by))


class SayIn(Body):
    """Something said about a bite."""

    body: Text
    files: Annotated[list[int], Field(max_length=MOST_LISTED)] = []


class Before(Body):
    """Before which bite; null for the end."""

    before: int | None


class AskIn(Body):
    """Whom to ask, and what to say."""

    to: Text
    note: Text = ""


class ExtendIn(Body):
    """Until when, and why."""

    due_at: Moment
    reason: Text
