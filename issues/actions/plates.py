"""Bites that go back to the table because whoever took them, or the potato itself, is gone."""

from __future__ import annotations

from collections.abc import Iterable

from esn.activity.spine import record
from issues import events
from issues.actions.tasks import lay_back, settle
from issues.lifecycle import EATEN_AT
from issues.models import Issue, Task
from people.models import Person


def clear_plates(tasks: Iterable[Task], *, by: Person | None) -> list[int]:
    """Put each that is on a plate back; returns the ids of those from whose plates they were taken."""
    eaters = []
    for task in tasks:
        issue = Issue.objects.locked(task.issue_id)
        mine = Task.objects.locked(task)
        if mine.status in EATEN_AT and mine.assignee_id:
            eaters.append(mine.assignee_id)
            mine.issue = issue
            lay_back(mine)
            settle(issue, by=by)
            record(events.task_returned, mine, by=by, reason="")
    return sorted(set(eaters))
