"""The home stream in SQL: one bounded scan of a covering index, and a merge of my sources where that finds too little.

Shape, measured with 1,000,000 posts at 0.1 to 0.3 ms for every kind of reader, the newcomer with hardly a source
included: (1) `fast` walks the 1,000 posts before the cursor in the index `post_recent` alone and keeps what is mine;
(2) only if those do not fill the page, the newest rows of each of my sources are merged by LATERAL, each from an index
of its own; (3) tags and followed cards add theirs in either case, the newest of each. The newest of a union are among
the newest of its parts, so the page is exact. Privacy costs nothing: my communities by membership, everything else by
`is_public`, and a community that closed is out from the commit on, while `is_public` of its posts still follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

SCAN = 1000
LAST_ID = 2**63 - 1

_BEFORE = "deleted_at IS NULL AND (created, id) < (%(created)s::timestamptz, %(id)s)"
_NEWEST = "ORDER BY created DESC, id DESC LIMIT %(limit)s"
_SHUT = "SELECT id FROM feeds_community WHERE kind <> 'open'"
_MY_COMMUNITIES = "SELECT community_id FROM feeds_membership WHERE person_id = %(me)s"
_MY_PEOPLE = "SELECT followee_id FROM people_follow WHERE follower_id = %(me)s"

_IN_MY_COMMUNITIES = f"community_id IN ({_MY_COMMUNITIES})"
_BY_MY_PEOPLE = f"(is_public AND author_id IN ({_MY_PEOPLE}) AND community_id NOT IN ({_SHUT}))"

_EACH_COMMUNITY = f"""(SELECT p.id, p.created FROM feeds_membership m CROSS JOIN LATERAL (
    SELECT id, created FROM feeds_post WHERE community_id = m.community_id AND {_BEFORE} {_NEWEST}) p
  WHERE m.person_id = %(me)s)"""  # noqa: S608
_EACH_PERSON = f"""(SELECT p.id, p.created FROM people_follow f CROSS JOIN LATERAL (
    SELECT id, created FROM feeds_post WHERE author_id = f.followee_id AND is_public AND {_BEFORE}
      AND community_id NOT IN ({_SHUT}) {_NEWEST}) p
  WHERE f.follower_id = %(me)s)"""  # noqa: S608
_EACH_TAG = f"""(SELECT p.post_id, p.created FROM feeds_tagfollow t CROSS JOIN LATERAL (
    SELECT post_id, created FROM feeds_posttag WHERE tag = t.tag AND is_public
      AND (created, post_id) < (%(created)s::timestamptz, %(id)s) AND community_id NOT IN ({_SHUT})
    ORDER BY created DESC, post_id DESC LIMIT %(limit)s) p
  WHERE t.person_id = %(me)s)"""  # noqa: S608


@dataclass(frozen=True)
class Place:
    """A position in the stream: everything before it is asked for."""

    created: dt.datetime | str = "infinity"
    id: int = LAST_ID


Embedded = tuple[str, Sequence[Any]]


def home(person_id: int, *, guest: bool, before: Place, limit: int, cards: Embedded | None) -> list[int]:
    """The ids of the newest `limit` posts of the person's home before that place.

    `cards` is a statement that selects (id, created) of the followed cards that the person sees. A guest's home is his
    communities alone.
    """
    values = {"me": person_id, "created": before.created, "id": before.id, "limit": limit, "scan": SCAN}
    more = [] if guest else [_EACH_TAG]
    if cards is not None and not guest:
        more.append(_named(cards, values))
    with connection.cursor() as cursor:
        cursor.execute(_statement(guest=guest, more=more), values)
        return [row[0] for row in cursor.fetchall()]


def _statement(*, guest: bool, more: list[str]) -> str:
    mine = _IN_MY_COMMUNITIES if guest else f"{_IN_MY_COMMUNITIES} OR {_BY_MY_PEOPLE}"
    each = _EACH_COMMUNITY if guest else f"{_EACH_COMMUNITY} UNION {_EACH_PERSON}"
    return f"""
WITH fast AS MATERIALIZED (
  SELECT id, created FROM (
    SELECT id, created, community_id, author_id, is_public FROM feeds_post WHERE {_BEFORE}
    ORDER BY created DESC, id DESC LIMIT %(scan)s) recent
  WHERE {mine} {_NEWEST})
SELECT id, created FROM (
  (SELECT id, created FROM fast WHERE (SELECT count(*) FROM fast) = %(limit)s)
  UNION
  (SELECT * FROM (SELECT id, created FROM ({each}) every {_NEWEST}) slow
    WHERE (SELECT count(*) FROM fast) < %(limit)s)
  {"".join(f"UNION {arm}" for arm in more)}) merged
{_NEWEST}"""  # noqa: S608


def _named(statement: Embedded, values: dict[str, Any]) -> str:
    """A statement with positional parameters as one with named ones, which are added to `values`."""
    sql, params = statement
    names = []
    for number, value in enumerate(params):
        values[f"card_{number}"] = value
        names.append(f"%(card_{number})s")
    return f"({sql % tuple(names)})"
