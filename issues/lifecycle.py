"""The life of a potato, of a toss and of a bite: their states, the legal moves between them, and their words."""

from collections import deque
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from esn.lib.errors import Conflict

ILLEGAL = "illegal_transition"


class Status(TextChoices):
    """Where a potato stands."""

    FLAGGED = "flagged", lazy("Flagged")
    CAUGHT = "caught", lazy("Caught")
    IN_PROGRESS = "in_progress", lazy("In progress")
    WAITING = "waiting", lazy("Waiting")
    RESOLVED = "resolved", lazy("Resolved")
    CLOSED = "closed", lazy("Closed")
    DISCARDED = "discarded", lazy("Discarded")
    MERGED = "merged", lazy("Merged")


class HandoffStatus(TextChoices):
    """Where a toss stands."""

    OFFERED = "offered", lazy("Offered")
    ACCEPTED = "accepted", lazy("Accepted")
    REFUSED = "refused", lazy("Refused")
    EXPIRED = "expired", lazy("Expired")
    WITHDRAWN = "withdrawn", lazy("Withdrawn")


class TaskStatus(TextChoices):
    """Where a bite stands."""

    PROPOSED = "proposed", lazy("Proposed")
    OPEN = "open", lazy("On the table")
    TAKEN = "taken", lazy("Taken")
    DOING = "doing", lazy("Being eaten")
    REVIEW = "review", lazy("In review")
    DONE = "done", lazy("Eaten")
    CANCELLED = "cancelled", lazy("Cancelled")


class Severity(TextChoices):
    """How much it hurts; set by people, unlike heat."""

    LOW = "low", lazy("Low")
    MEDIUM = "medium", lazy("Medium")
    HIGH = "high", lazy("High")
    CRITICAL = "critical", lazy("Critical")


class Tier(TextChoices):
    """How much a customer weighs."""

    STANDARD = "standard", lazy("Standard")
    KEY = "key", lazy("Key")
    STRATEGIC = "strategic", lazy("Strategic")


class Size(TextChoices):
    """How big a bite is, in one tap; whatever is bigger than L is split again."""

    XS = "XS", lazy("XS · ¼ h")
    S = "S", lazy("S · 1 h")
    M = "M", lazy("M · 3 h")
    L = "L", lazy("L · 8 h")

    @property
    def minutes(self) -> int:
        """Its effort in minutes."""
        return MINUTES[self.value]


class WaitingFor(TextChoices):
    """Whom or what a waiting potato waits for."""

    CUSTOMER = "customer", lazy("the customer")
    THIRD_PARTY = "third_party", lazy("a third party")
    DATE = "date", lazy("a date")


MINUTES = {"XS": 15, "S": 60, "M": 180, "L": 480}

OPEN = frozenset({Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING})
HELD = frozenset({Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING})
LIVE_TASK = frozenset(TaskStatus) - {TaskStatus.DONE, TaskStatus.CANCELLED}
EATEN_AT = frozenset({TaskStatus.TAKEN, TaskStatus.DOING, TaskStatus.REVIEW})
STARTED_TASK = EATEN_AT | {TaskStatus.DONE}

# The first of two equally short ways is the one listed first.
MOVES: Mapping[Status, tuple[Status, ...]] = {
    Status.FLAGGED: (Status.CAUGHT, Status.DISCARDED, Status.MERGED),
    Status.CAUGHT: (Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED, Status.MERGED),
    Status.IN_PROGRESS: (Status.RESOLVED, Status.WAITING, Status.CAUGHT, Status.MERGED),
    Status.WAITING: (Status.IN_PROGRESS, Status.CAUGHT, Status.MERGED),
    Status.RESOLVED: (Status.CLOSED, Status.IN_PROGRESS),
    Status.CLOSED: (Status.IN_PROGRESS,),
    Status.DISCARDED: (Status.FLAGGED,),
    Status.MERGED: (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING),
}

HANDOFF_MOVES: Mapping[HandoffStatus, tuple[HandoffStatus, ...]] = {
    HandoffStatus.OFFERED: (
        HandoffStatus.ACCEPTED,
        HandoffStatus.REFUSED,
        HandoffStatus.EXPIRED,
        HandoffStatus.WITHDRAWN,
    ),
}

TASK_MOVES: Mapping[TaskStatus, tuple[TaskStatus, ...]] = {
    TaskStatus.PROPOSED: (TaskStatus.OPEN, TaskStatus.CANCELLED),
    TaskStatus.OPEN: (TaskStatus.TAKEN, TaskStatus.CANCELLED),
    TaskStatus.TAKEN: (
        TaskStatus.DOING,
        TaskStatus.REVIEW,
        TaskStatus.DONE,
        TaskStatus.OPEN,
        TaskStatus.CANCELLED,
    ),
    TaskStatus.DOING: (TaskStatus.REVIEW, TaskStatus.DONE, TaskStatus.OPEN, TaskStatus.CANCELLED),
    TaskStatus.REVIEW: (TaskStatus.DONE, TaskStatus.DOING, TaskStatus.OPEN, TaskStatus.CANCELLED),
}


def check_move(current: str, to: str) -> None:
    """Raise Conflict `illegal_transition` unless a potato may go straight from one state to the other."""
    now, then = Status(current), Status(to)
    if then not in MOVES.get(now, ()):
        raise _illegal(_("This potato is now “%(now)s”; from there it cannot become “%(then)s”."), now, then)


def check_handoff_move(current: str, to: str) -> None:
    """Raise Conflict `illegal_transition` unless a toss may go straight from one state to the other."""
    now, then = HandoffStatus(current), HandoffStatus(to)
    if then not in HANDOFF_MOVES.get(now, ()):
        raise _illegal(_("This toss is now “%(now)s”; from there it cannot become “%(then)s”."), now, then)


def check_task_move(current: str, to: str) -> None:
    """Raise Conflict `illegal_transition` unless a bite may go straight from one state to the other."""
    now, then = TaskStatus(current), TaskStatus(to)
    if then not in TASK_MOVES.get(now, ()):
        raise _illegal(_("This bite is now “%(now)s”; from there it cannot become “%(then)s”."), now, then)


def path(frm: str, to: str) -> list[Status]:
    """Return the shortest legal way for a replay, without its start and with its end; empty if already there.

    No way leads through a merge. Raises Conflict `illegal_transition` where none leads to the end.
    """
    start, end = Status(frm), Status(to)
    ways = deque([[start]])
    seen = {start}
    while ways:
        way = ways.popleft()
        if way[-1] == end:
            return way[1:]
        for step in MOVES[way[-1]] if way[-1] != Status.MERGED or way == [start] else ():
            if step not in seen:
                seen.add(step)
                ways.append([*way, step])
    raise _illegal(_("No legal way leads a potato from “%(now)s” to “%(then)s”."), start, end)


def _illegal(sentence: str, now: TextChoices, then: TextChoices) -> Conflict:
    return Conflict(sentence % {"now": now.label, "then": then.label}, ILLEGAL)
