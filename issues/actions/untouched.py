"""Bites that lie on a plate: their eater is asked once whether it goes on, and later they go back to the table."""

from __future__ import annotations

import datetime as dt

from esn.activity.clock import now
from esn.activity.spine import action, record
from issues import events
from issues.actions.tasks import lay_back, locked, settle
from issues.lifecycle import Status, TaskStatus
from issues.models import Task
from issues.models.rules import span
from issues.rules import NUMBERS, Rule
from issues.working import hours_of

SHORTEST = dt.timedelta(hours=float(NUMBERS[Rule.REMINDED_AFTER].least))
ON_A_PLATE = (TaskStatus.TAKEN, TaskStatus.DOING)
BATCH = 500


def look_at_plates() -> int:
    """Remind of, or take back, every taken bite that lay untouched for so many working hours; returns how many.

    While the potato waits nothing is asked of anybody. Nothing goes back before its eater was reminded and had the
    time between the two numbers to move.
    """
    moved, last = 0, 0
    while rows := _next(last):
        moved += sum(_look(pk) for pk in rows)
        last = rows[-1]
    return moved


def _next(after: int) -> list[int]:
    """The next bites that could be: hours at work are never more than hours passed."""
    lying = Task.objects.filter(status__in=ON_A_PLATE, touched_at__lte=now() - SHORTEST, pk__gt=after)
    return list(lying.exclude(issue__status=Status.WAITING).order_by("pk").values_list("pk", flat=True)[:BATCH])


@action
def _look(pk: int) -> bool:
    """Touched meanwhile, it stays as it is."""
    task = locked(Task(pk=pk))
    if task.status not in ON_A_PLATE or task.issue.status == Status.WAITING:
        return False
    soon, late = (span(task.issue.community_id, rule) for rule in (Rule.REMINDED_AFTER, Rule.RETURNED_AFTER))
    if task.reminded_at is None or task.reminded_at < task.touched_at:
        return _passed(task, task.touched_at, soon) and _remind(task)
    return _passed(task, task.touched_at, late) and _passed(task, task.reminded_at, late - soon) and _take_back(task)


def _passed(task: Task, since: dt.datetime, most: dt.timedelta) -> bool:
    return hours_of(task.issue.community_id).between(since, now(), most=most) >= most


def _remind(task: Task) -> bool:
    task.reminded_at = now()
    task.save(update_fields=["reminded_at"])
    record(events.task_reminded, task, by=None, to=task.assignee)
    return True


def _take_back(task: Task) -> bool:
    eater = task.assignee
    lay_back(task)
    settle(task.issue, by=None)
    record(events.task_went_back, task, by=None, **{"from": eater})
    return True
