"""The hours behind a potato's elephant: what its bites took, as it was tapped, and what is left by their sizes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from issues.lifecycle import MINUTES, TaskStatus
from issues.models import Issue, Task


def eaten(tasks: Iterable[Task]) -> int:
    """The minutes that the finished bites took, as whoever ate them tapped."""
    return sum(MINUTES[task.effort] for task in tasks if task.status == TaskStatus.DONE)


def told(issue: Issue, tasks: Iterable[Task]) -> str:
    """`3.5 h eaten, about 8 h to go.`, or what to do where nothing is cut yet."""
    if not issue.task_total:
        return _("Cut it into bites that people can digest.") if issue.is_open else ""
    words = {"eaten": _hours(eaten(tasks)), "left": _hours(issue.effort_left)}
    if not issue.task_live:
        return _("%(eaten)s h eaten.") % words
    return _("%(eaten)s h eaten, about %(left)s h to go.") % words


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}"
