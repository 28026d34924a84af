"""Letting time pass while nobody moves, and reading what the ladders did."""

from __future__ import annotations

import datetime as dt

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.activity.models import DueJob, DueState
from issues.models import ClimbStep, Issue
from issues.reading.forecast import Expected

Told = tuple[dt.datetime, str, str, tuple[int, ...]]
MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def run_at(moment: dt.datetime) -> int:
    """Run what is due at a moment, as a worker would that looks then."""
    with at(moment):
        return run_due(at=moment)


def next_step(until: dt.datetime) -> dt.datetime | None:
    """When the next thing is due, up to a moment; the daily lists of what rests would never end."""
    due = DueJob.objects.filter(state=DueState.DUE, due_at__lte=until).exclude(kind="ladder.list")
    return due.order_by("due_at").values_list("due_at", flat=True).first()


def nobody_moves(until: dt.datetime) -> None:
    """Let everything happen that is due up to `until`, each at its moment."""
    while moment := next_step(until):
        run_at(moment)


def happened(issue: Issue) -> list[Told]:
    """What was done to the potato: when, on which ladder, what, and whom it reached."""
    rows = (
        ClimbStep.objects.filter(climb__issue=issue).select_related("climb").order_by("due_at", "climb__ladder", "id")
    )
    return [(row.due_at, row.climb.ladder, row.kind, tuple(row.people)) for row in rows]


def foretold(expected: list[Expected]) -> list[Told]:
    """A forecast in the same words."""
    return [
        (one.at, one.ladder, str(one.step.kind), tuple(reached.person.pk for reached in one.reached))
        for one in expected
    ]
