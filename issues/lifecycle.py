"""The life of a potato, of a toss and of a bite: their states, the legal moves between them, and their words."""

from collections import deque
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from esn.lib.errors import Conflict

ILLEGAL = "illegal_transition"


class Status(TextChoices):
    """Where a potato stands."""

    FLAGGED = "flagged", _("Flagged")
    CAUGHT = "caught", _("Caught")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    DISCARDED = "discarded", _("Discarded")
    MERGED = "merged", _("Merged")


class HandoffStatus(TextChoices):
    """Where a toss stands."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TaskStatus(TextChoices):
    """Where a bite stands."""

    PROPOSED = "proposed", _("Proposed")
    OPEN = "open", _("On the table")
    TAKEN = "taken", _("Taken")
    DOING = "doing", _("Being eaten")
    REVIEW = "review", _("In review")
    DONE = "done", _("Eaten")
    CANCELLED = "cancelled", _("Cancelled")


class Severity(TextChoices):
    """How much it hurts; set by people, unlike heat."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Tier(TextChoices):
    """How much a customer weighs."""

    STANDARD = "standard", _("Standard")
    KEY = "key", _("Key")
    STRATEGIC = "strategic", _("Strategic")


class Size(TextChoices):
    """How big a bite is, in one tap; whatever is bigger than L is split again."""

    XS = "XS", _("XS · ¼ h")
    S = "S", _("S · 1 h")
    M = "M", _("M · 3 h")
    L = "L", _("L · 8 h")

    @property
    def minutes(self) -> int:
        """Its effort in minutes."""
        return MINUTES[self.value]


class WaitingFor(TextChoices):
    """Whom or what a waiting potato waits for."""

    CUSTOMER = "customer", _("the customer")
    THIRD_PARTY = "third_party", _("a third party")
    DATE = "date", _("a date")


MINUTES = {"XS": 15, "S": 60, "M": 180, "L": 480}

OPEN = frozenset({Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING})
HELD = frozenset({Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING})
LIVE_TASK = frozenset(TaskStatus) - {TaskStatus.DONE, TaskStatus.CANCELLED}
EATEN_AT = frozenset({TaskStatus.TAKEN, TaskStatus.DOING, TaskStatus.REVIEW})

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
    """Raise Conflict `illegal_transition` unless a potato may go straight from one state to the other.

    Out of a merge leads only taking it back, which knows the state before.
    """
    now, then = Status(current), Status(to)
    if now == Status.MERGED or then not in MOVES.get(now, ()):
        raise _illegal(gettext("This potato is now “%(now)s”; from there it cannot become “%(then)s”."), now, then)


def check_handoff_move(current: str, to: str) -> None:
    """Raise Conflict `illegal_transition` unless a toss may go straight from one state to the other."""
    now, then = HandoffStatus(current), HandoffStatus(to)
    if then not in HANDOFF_MOVES.get(now, ()):
        raise _illegal(gettext("This toss is now “%(now)s”; from there it cannot become “%(then)s”."), now, then)


def check_task_move(current: str, to: str) -> None:
    """Raise Conflict `illegal_transition` unless a bite may go straight from one state to the other."""
    now, then = TaskStatus(current), TaskStatus(to)
    if then not in TASK_MOVES.get(now, ()):
        raise _illegal(gettext("This bite is now “%(now)s”; from there it cannot become “%(then)s”."), now, then)


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
    raise _illegal(gettext("No legal way leads a potato from “%(now)s” to “%(then)s”."), start, end)


def _illegal(sentence: str, now: TextChoices, then: TextChoices) -> Conflict:
    return Conflict(sentence % {"now": now.label, "then": then.label}, ILLEGAL)
