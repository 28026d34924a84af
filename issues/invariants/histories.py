"""The history of each potato is a legal path, and it ends where the potato stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from issues.invariants.registry import Invariant, register
from issues.lifecycle import Status

OPEN_STATES = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING)
AT_WORK = (Status.CAUGHT, Status.IN_PROGRESS)
States = tuple[Status, ...]
MADE_BY: Mapping[str, tuple[States, States]] = {
    "issue.flagged": ((), (Status.FLAGGED,)),
    "issue.caught": ((Status.FLAGGED,), (Status.CAUGHT,)),
    "issue.in_progress": ((Status.CAUGHT,), (Status.IN_PROGRESS,)),
    "issue.back_to_caught": ((Status.IN_PROGRESS,), (Status.CAUGHT,)),
    "issue.waiting": (AT_WORK, (Status.WAITING,)),
    "issue.resumed": ((Status.WAITING,), AT_WORK),
    "issue.resolved": (AT_WORK, (Status.RESOLVED,)),
    "issue.reopened": ((Status.RESOLVED, Status.CLOSED), (Status.IN_PROGRESS,)),
    "issue.closed": ((Status.RESOLVED,), (Status.CLOSED,)),
    "issue.discarded": ((Status.FLAGGED,), (Status.DISCARDED,)),
    "issue.appeal_accepted": ((Status.DISCARDED,), (Status.FLAGGED,)),
    "issue.merged": (OPEN_STATES, (Status.MERGED,)),
    "issue.unmerged": ((Status.MERGED,), OPEN_STATES),
}
"""From which states an event leads a potato, and to which."""

_PATH = """
SELECT 'HP-' || object_id || ': ' || coalesce(before, 'nothing') || ' → ' || name FROM (
    SELECT object_id, name, lag(name) OVER (PARTITION BY object_id ORDER BY id) AS before
    FROM activity_activity WHERE kind = 'issue' AND name = ANY(%(events)s)
) told
WHERE coalesce(before, '') || '>' || name <> ALL(%(legal)s)
"""
_END = """
SELECT 'HP-' || issue.id || ' is ' || issue.status || ', its history says ' || coalesce(told.name, 'nothing')
FROM issues_issue issue LEFT JOIN LATERAL (
    SELECT name FROM activity_activity
    WHERE kind = 'issue' AND object_id = issue.id AND name = ANY(%(events)s) ORDER BY id DESC LIMIT 1
) told ON true
WHERE coalesce(told.name, '') || '>' || issue.status <> ALL(%(ends)s)
"""
_REOPENED = """
SELECT 'HP-' || issue.id || ' says it was opened again ' || reopen_count || ' times, its history ' || coalesce(times, 0)
FROM issues_issue issue LEFT JOIN (
    SELECT object_id, count(*) AS times FROM activity_activity
    WHERE kind = 'issue' AND name = 'issue.reopened' GROUP BY object_id
) told ON told.object_id = issue.id
WHERE issue.reopen_count <> coalesce(times, 0)
"""


def legal_pairs() -> list[str]:
    """Every event that may come first, and every pair of events that may follow each other."""
    pairs = [
        f"{before}>{after}"
        for before, (_froms, reached) in MADE_BY.items()
        for after, (starts, _tos) in MADE_BY.items()
        if set(reached) & set(starts)
    ]
    return [">issue.flagged", *pairs]


def _path_words() -> Mapping[str, Any]:
    return {"events": list(MADE_BY), "legal": legal_pairs()}


def _end_words() -> Mapping[str, Any]:
    ends = [f"{event}>{status}" for event, (_froms, tos) in MADE_BY.items() for status in tos]
    return {"events": list(MADE_BY), "ends": ends}


register(
    Invariant("each status history is a legal path", _PATH, _path_words),
    Invariant("activity rows equal state changes", _END, _end_words),
    Invariant("activity rows equal reopenings", _REOPENED),
)
