"""Ping-pong: potatoes that came back to where they were, A → B → A, between groups and between owners.

A stretch that follows one in the same hands is the same stretch. A return is a stretch whose second predecessor was
in the same hands; the case is the potato, and its returns say how bad it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from feeds.models import Community
from issues.models import Issue
from issues.models.issues import IssueQuerySet
from people.models import Person

WORST = 10
MOST_SHOWN = 8

_GROUPS = """
SELECT object_id AS issue, min(id) AS at, 0 AS nth, (array_agg(facts->>'from' ORDER BY id))[1] AS who
FROM moves GROUP BY object_id
UNION ALL SELECT object_id, id, 1, facts->>'to' FROM moves
"""
_MOVES = """
moves AS (
    SELECT object_id, id, facts FROM activity_activity
    WHERE kind = 'issue' AND name = 'issue.moved' AND object_id IN ({ids})
), """
_OWNERS = """
SELECT issue_id AS issue, id AS at, 0 AS nth, person_id::text AS who
FROM issues_custody WHERE issue_id IN ({ids})
"""
_RETURNS = """
WITH {moves} chain AS ({chain}),
stretches AS (
    SELECT issue, at, nth, who, lag(who) OVER (PARTITION BY issue ORDER BY at, nth) AS before FROM chain
), steps AS (
    SELECT issue, at, nth, who, lag(who, 2) OVER (PARTITION BY issue ORDER BY at, nth) AS earlier
    FROM stretches WHERE before IS NULL OR before <> who
), cases AS (
    SELECT issue, count(*) FILTER (WHERE who = earlier) AS returns, array_agg(who ORDER BY at, nth) AS hands
    FROM steps GROUP BY issue
)
SELECT issue, returns, hands, count(*) OVER () FROM cases WHERE returns > 0 ORDER BY returns DESC, issue DESC LIMIT %s
"""


@dataclass(frozen=True)
class Case:
    """A potato that came back: how often, and through whose hands."""

    issue: Issue
    returns: int
    hands: list[str]

    @property
    def chain(self) -> str:
        """Its way; of a long one the beginning and the end."""
        half = MOST_SHOWN // 2
        shown = self.hands if len(self.hands) <= MOST_SHOWN else [*self.hands[:half], "…", *self.hands[-half:]]
        return " → ".join(shown)


@dataclass(frozen=True)
class PingPong:
    """How many potatoes of all came back, and the worst of them."""

    count: int
    whole: int
    worst: list[Case]

    @property
    def per_cent(self) -> int:
        """Their share."""
        return round(100 * self.count / self.whole) if self.whole else 0


def between_groups(flagged: IssueQuerySet, person: Person, *, whole: int) -> PingPong:
    """Cases between communities, from the moves of the history; one that is closed to `person` is not named."""
    rows, count = _returns(flagged, _GROUPS, _MOVES)
    slugs = {slug for _issue, _returns_, hands in rows for slug in hands}
    places = Community.objects.readable_by(person).filter(slug__in=slugs)
    names = dict(places.values_list("slug", "name"))
    return PingPong(count, whole, _cases(rows, names))


def between_owners(flagged: IssueQuerySet, *, whole: int) -> PingPong:
    """Cases between people, from who was accountable."""
    rows, count = _returns(flagged, _OWNERS)
    ids = {int(who) for _issue, _returns_, hands in rows for who in hands}
    names = {str(pk): name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}
    return PingPong(count, whole, _cases(rows, names))


Row = tuple[int, int, list[str]]


def _returns(flagged: IssueQuerySet, chain: str, moves: str = "") -> tuple[list[Row], int]:
    ids, params = flagged.order_by().values("pk").query.sql_with_params()
    sql = _RETURNS.format(moves=moves.format(ids=ids), chain=chain.format(ids=ids))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, WORST])
        found = cursor.fetchall()
    return [row[:3] for row in found], found[0][3] if found else 0


def _cases(rows: Sequence[Row], names: dict[str, str]) -> list[Case]:
    said = defaultdict(lambda: _("a closed community"), names)
    issues = Issue.objects.in_bulk([issue for issue, _returns_, _hands in rows])
    return [Case(issues[pk], returns, [said[who] for who in hands]) for pk, returns, hands in rows if pk in issues]
