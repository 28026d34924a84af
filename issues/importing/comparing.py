"""Comparing: what the log adds up to, and what the database adds up to, counted apart from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from issues.importing.story import Tally
from issues.lifecycle import Status

BATCH = 1000
_ISSUES = """
SELECT status, count(*), coalesce(sum(reopen_count), 0) FROM issues_issue
WHERE source = %(source)s AND external_id = ANY(%(ids)s) GROUP BY status
"""
_HAPPENED = """
SELECT name, inferred, count(*) FROM activity_activity
WHERE kind = 'issue' AND replayed AND object_id IN (
    SELECT id FROM issues_issue WHERE source = %(source)s AND external_id = ANY(%(ids)s)
) GROUP BY name, inferred
"""
_WAIVED = """
SELECT guard, count(*) FROM activity_activity, unnest(waived) AS guard
WHERE kind = 'issue' AND replayed AND object_id IN (
    SELECT id FROM issues_issue WHERE source = %(source)s AND external_id = ANY(%(ids)s)
) GROUP BY guard
"""


@dataclass
class Found:
    """What the database holds of some issues of a log."""

    tally: Tally = field(default_factory=Tally)
    inferred: int = 0
    waived: Counter[str] = field(default_factory=Counter)


def count(source: str, ids: Iterable[str]) -> Found:
    """Count the issues with these ids of a source, in batches."""
    found = Found()
    for batch in _batches(ids):
        words: Mapping[str, Any] = {"source": source, "ids": batch}
        for status, issues, reopenings in _rows(_ISSUES, words):
            found.tally.issues += issues
            found.tally.reopenings += reopenings
            found.tally.ends[status] = found.tally.ends.get(status, 0) + issues
        for name, inferred, times in _rows(_HAPPENED, words):
            found.tally.assignees += times if name == "issue.assigned" else 0
            found.tally.groups += times if name == "issue.moved" else 0
            found.inferred += times if inferred else 0
        found.waived.update(dict(_rows(_WAIVED, words)))
    return found


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while batch := list(islice(left, BATCH)):
        yield batch


def _rows(query: str, words: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, words)
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Line:
    """One figure by the log and by the database."""

    name: str
    log: int
    database: int

    @property
    def is_equal(self) -> bool:
        """Nothing was lost and nothing doubled."""
        return self.log == self.database


def compare(log: Tally, database: Tally) -> list[Line]:
    """Every figure beside its twin."""
    ends = [status for status in Status.values if log.ends.get(status) or database.ends.get(status)]
    return [
        Line(_("issues"), log.issues, database.issues),
        Line(_("changes of assignee"), log.assignees, database.assignees),
        Line(_("changes of group"), log.groups, database.groups),
        Line(_("reopenings"), log.reopenings, database.reopenings),
        *(
            Line(_("%(state)s at the end") % {"state": status}, log.ends.get(status, 0), database.ends.get(status, 0))
            for status in ends
        ),
    ]
