"""Bites that nobody wants: after so many working hours on the table they are raised, and the holder is told."""

from __future__ import annotations

import datetime as dt

from esn.activity.clock import now
from esn.activity.spine import action, record
from issues import events
from issues.actions.tasks import locked
from issues.lifecycle import Status, TaskStatus
from issues.models import Task
from issues.models.rules import span
from issues.rules import NUMBERS, Rule
from issues.working import hours_of

SHORTEST = dt.timedelta(hours=float(NUMBERS[Rule.UNPOPULAR_AFTER].least))
BATCH = 500


def raise_unwanted() -> int:
    """Raise every bite that lay open and untouched for so many working hours; returns how many."""
    raised, last = 0, 0
    while rows := _next(last):
        raised += sum(_raise(pk) for pk, community, touched in rows if _is_unwanted(community, touched))
        last = rows[-1][0]
    return raised


def _next(after: int) -> list[tuple[int, int, dt.datetime]]:
    """The next bites that could be: hours at work are never more than hours passed."""
    early = now() - SHORTEST
    lying = Task.objects.on_the_table().filter(raised_at=None, touched_at__lte=early, pk__gt=after)
    lying = lying.exclude(issue__status=Status.WAITING).order_by("pk")
    return list(lying.values_list("pk", "issue__community_id", "touched_at")[:BATCH])


def _is_unwanted(community: int, touched: dt.datetime) -> bool:
    most = span(community, Rule.UNPOPULAR_AFTER)
    return hours_of(community).between(touched, now(), most=most) >= most


@action
def _raise(pk: int) -> bool:
    """Touched meanwhile, it stays as it is."""
    task = locked(Task(pk=pk))
    if task.status != TaskStatus.OPEN or task.raised_at or not _is_unwanted(task.issue.community_id, task.touched_at):
        return False
    task.raised_at = now()
    task.save(update_fields=["raised_at"])
    record(events.task_raised, task, by=None)
    return True
