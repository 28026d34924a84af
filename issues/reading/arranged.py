"""Who changed how a community works, in words: what stands under “Changed” on its pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from esn.activity import history
from esn.activity.models import Activity
from feeds.models import Community
from people.models import Person

MOST_CHANGES = 20
People = Mapping[int, str]


@dataclass(frozen=True)
class Change:
    """Who changed it, and how, in words."""

    at: dt.datetime
    by: str
    words: str


def changes(community: Community, names: Collection[str], in_words: Callable[[Activity, People], str]) -> list[Change]:
    """The latest happenings of these names, newest first, in two queries; `in_words` is given the people named."""
    rows = list(history.of("community", community.pk).filter(name__in=names).reverse()[:MOST_CHANGES])
    people = dict(Person.objects.filter(pk__in=_named(rows)).values_list("pk", "name"))
    return [Change(row.at, people.get(row.actor_id or 0, "Potluck"), in_words(row, people)) for row in rows]


def _named(rows: Sequence[Activity]) -> set[int]:
    return {pk for row in rows for pk in (row.actor_id, row.facts.get("to"), *row.facts.get("line", ())) if pk}
