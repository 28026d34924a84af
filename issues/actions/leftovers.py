"""Leftovers: a bite that nobody takes is raised; one that nobody touches is asked about, and then goes back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from esn.activity.clock import now
from esn.activity.spine import action, record
from issues import events
from issues.actions.tasks import lay_back, locked, settle
from issues.lifecycle import LIVE_TASK, Status, TaskStatus
from issues.models import Issue, Task
from issues.models.rules import span
from issues.rules import NUMBERS, Rule
from issues.working import hours_of

ON_A_PLATE = (TaskStatus.TAKEN, TaskStatus.DOING)
GOES_ON = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS)
SHORTEST = min(dt.timedelta(hours=float(NUMBERS[rule].least)) for rule in (Rule.UNPOPULAR_AFTER, Rule.REMINDED_AFTER))
BATCH = 500
TOGETHER = 100


@dataclass(frozen=True)
class Move:
    """What becomes of a leftover, and whom it concerns: they hear of all of theirs in one line.

    `act` is told how many others the line speaks for; None for those that it speaks for.
    """

    act: Callable[[Task, int | None], None]
    concerns: Callable[[Task], tuple[int | None, ...]]


def look_at_leftovers() -> int:
    """Raise, ask about, or take back every bite that lay for so many working hours; returns how many.

    While the potato waits nothing is asked of anybody. Nothing goes back before its eater was reminded and had the
    time between the two numbers to move.
    """
    found: dict[tuple[Move, tuple[int | None, ...]], list[tuple[int, int]]] = defaultdict(list)
    for task in _lying():
        if move := _due(task):
            found[move, move.concerns(task)].append((task.issue_id, task.pk))
    return sum(
        _together(move, sorted(places)[first : first + TOGETHER])
        for (move, _people), places in found.items()
        for first in range(0, len(places), TOGETHER)
    )


def _lying() -> Iterator[Task]:
    """The bites that could be: hours at work are never more than hours passed."""
    state = Q(status=TaskStatus.OPEN, raised_at=None) | Q(status__in=ON_A_PLATE)
    lying = Task.objects.filter(state, touched_at__lte=now() - SHORTEST, issue__status__in=GOES_ON)
    rows = lying.select_related("issue").prefetch_related("depends_on").order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _due(task: Task) -> Move | None:
    """What is to become of a bite as it is now."""
    if task.issue.status not in GOES_ON:
        return None
    if task.status == TaskStatus.OPEN:
        since = _lies_since(task)
        unwanted = since and task.raised_at is None and _passed(task, since, _span(task, Rule.UNPOPULAR_AFTER))
        return RAISE if unwanted else None
    return _due_on_a_plate(task) if task.status in ON_A_PLATE else None


def _due_on_a_plate(task: Task) -> Move | None:
    soon, late = _span(task, Rule.REMINDED_AFTER), _span(task, Rule.RETURNED_AFTER)
    if task.reminded_at is None or task.reminded_at < task.touched_at:
        return REMIND if _passed(task, task.touched_at, soon) else None
    is_late = _passed(task, task.touched_at, late) and _passed(task, task.reminded_at, late - soon)
    return TAKE_BACK if is_late else None


def _lies_since(task: Task) -> dt.datetime | None:
    """From when on it could have been taken; None while it waits for another."""
    needed = list(task.depends_on.all())
    if any(other.status in LIVE_TASK for other in needed):
        return None
    return max([task.touched_at, *(other.touched_at for other in needed)])


def _span(task: Task, rule: Rule) -> dt.timedelta:
    return span(task.issue.community_id, rule)


def _passed(task: Task, since: dt.datetime, most: dt.timedelta) -> bool:
    return hours_of(task.issue.community_id).between(since, now(), most=most) >= most


@action
def _together(move: Move, places: Sequence[tuple[int, int]]) -> int:
    """Make a move of bites (potato, bite) in order, all potatoes locked; one that was touched meanwhile stays."""
    for issue in dict.fromkeys(issue for issue, _pk in places):
        Issue.objects.locked(issue)
    there = {pk: issue for issue, pk in places}
    tasks = Task.objects.filter(pk__in=there).select_related("issue").prefetch_related("depends_on")
    still = [task for task in tasks if task.issue_id == there[task.pk] and _due(task) is move]
    still.sort(key=lambda task: (-task.issue.heat, task.pk))
    for number, task in enumerate(still):
        move.act(locked(task), None if number else len(still) - 1)
    return len(still)


def _raise(task: Task, others: int | None) -> None:
    task.raised_at = now()
    task.save(update_fields=["raised_at"])
    record(events.task_raised, task, by=None, others=others)


def _remind(task: Task, others: int | None) -> None:
    task.reminded_at = now()
    task.save(update_fields=["reminded_at"])
    record(events.task_reminded, task, by=None, to=task.assignee, others=others)


def _take_back(task: Task, others: int | None) -> None:
    eater = task.assignee
    lay_back(task)
    settle(task.issue, by=None)
    record(events.task_went_back, task, by=None, others=others, **{"from": eater})


RAISE = Move(_raise, lambda task: (task.issue.owner_id,))
REMIND = Move(_remind, lambda task: (task.assignee_id,))
TAKE_BACK = Move(_take_back, lambda task: (task.issue.owner_id, task.assignee_id))
