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
from django.utils.translation import ngettext

from feeds.models import Community
from issues.models import Issue
from issues.models.issues import IssueQuerySet
from people.models import Person

WORST = 10
MOST_SHOWN = 8
STEPS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, None))

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
SELECT issue, returns, hands, {often} FROM cases WHERE returns > 0 ORDER BY returns DESC, issue DESC LIMIT %s
"""

_OFTEN = ", ".join(
    f"count(*) FILTER (WHERE returns >= {least} AND returns <= {most or 'returns'}) OVER ()" for least, most in STEPS
)


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
class Step:
    """How many potatoes came back from `least` to `most` times; the last one has no end."""

    least: int
    most: int | None
    count: int

    @property
    def label(self) -> str:
        """`1`, `5–9`, `10+`."""
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"

    @property
    def about(self) -> str:
        """The same in words."""
        if self.most is None:
            return _("%(count)s returns or more") % {"count": self.least}
        return ngettext("%(count)s return", "%(count)s returns", self.most) % {"count": self.label}


@dataclass(frozen=True)
class PingPong:
    """How many potatoes of all came back, how often they did, and the worst of them."""

    count: int
    whole: int
    worst: list[Case]
    steps: list[Step]

    @property
    def per_cent(self) -> int:
        """Their share."""
        return round(100 * self.count / self.whole) if self.whole else 0


def between_groups(flagged: IssueQuerySet, person: Person, *, whole: int) -> PingPong:
    """Cases between communities, from the moves of the history; one that is closed to `person` is not named."""
    rows, counts = _returns(flagged, _GROUPS, _MOVES)
    slugs = {slug for _issue, _returns_, hands in rows for slug in hands}
    places = Community.objects.readable_by(person).filter(slug__in=slugs)
    names = dict(places.values_list("slug", "name"))
    return _ping_pong(counts, whole, _cases(rows, names))


def between_owners(flagged: IssueQuerySet, *, whole: int) -> PingPong:
    """Cases between people, from who was accountable."""
    rows, counts = _returns(flagged, _OWNERS)
    ids = {int(who) for _issue, _returns_, hands in rows for who in hands}
    names = {str(pk): name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}
    return _ping_pong(counts, whole, _cases(rows, names))


Row = tuple[int, int, list[str]]


def _ping_pong(counts: Sequence[int], whole: int, worst: list[Case]) -> PingPong:
    steps = [Step(*ends, count) for ends, count in zip(STEPS, counts, strict=True)]
    return PingPong(sum(counts), whole, worst, steps)


def _returns(flagged: IssueQuerySet, chain: str, moves: str = "") -> tuple[list[Row], list[int]]:
    """The worst cases, and how many cases there are of each step."""
    ids, params = flagged.order_by().values("pk").query.sql_with_params()
    sql = _RETURNS.format(moves=moves.format(ids=ids), chain=chain.format(ids=ids), often=_OFTEN)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, WORST])
        found = cursor.fetchall()
    return [row[:3] for row in found], list(found[0][3:]) if found else [0] * len(STEPS)


def _cases(rows: Sequence[Row], names: dict[str, str]) -> list[Case]:
    said = defaultdict(lambda: _("a closed community"), names)
    issues = Issue.objects.in_bulk([issue for issue, _returns_, _hands in rows])
    return [Case(issues[pk], returns, [said[who] for who in hands]) for pk, returns, hands in rows if pk in issues]
