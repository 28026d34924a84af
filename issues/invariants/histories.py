"""The history of each potato is a legal path, and it ends where the potato stands."""

from __future__ import annotations

from collections.abc import Mapping

from issues.invariants.registry import Invariant, register
from issues.lifecycle import MOVES, Status

OPEN_AGAIN = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING)
AFTER: Mapping[str, tuple[Status, ...]] = {
    "issue.flagged": (Status.FLAGGED,),
    "issue.caught": (Status.CAUGHT,),
    "issue.in_progress": (Status.IN_PROGRESS,),
    "issue.back_to_caught": (Status.CAUGHT,),
    "issue.waiting": (Status.WAITING,),
    "issue.resumed": (Status.CAUGHT, Status.IN_PROGRESS),
    "issue.resolved": (Status.RESOLVED,),
    "issue.reopened": (Status.IN_PROGRESS,),
    "issue.closed": (Status.CLOSED,),
    "issue.discarded": (Status.DISCARDED,),
    "issue.appeal_accepted": (Status.FLAGGED,),
    "issue.merged": (Status.MERGED,),
    "issue.unmerged": OPEN_AGAIN,
}
"""Which states an event may leave a potato in."""

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
        for before, froms in AFTER.items()
        for after, tos in AFTER.items()
        if any(to in MOVES[start] for start in froms for to in tos)
    ]
    return [">issue.flagged", *pairs]


def _path_words() -> Mapping[str, object]:
    return {"events": list(AFTER), "legal": legal_pairs()}


def _end_words() -> Mapping[str, object]:
    ends = [f"{event}>{status}" for event, statuses in AFTER.items() for status in statuses]
    return {"events": list(AFTER), "ends": ends}


register(
    Invariant("each status history is a legal path", _PATH, _path_words),
    Invariant("activity rows equal state changes", _END, _end_words),
    Invariant("activity rows equal reopenings", _REOPENED),
)
