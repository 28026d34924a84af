"""The tosses of a potato that went round and round: the latest stand in its history, the older ones are folded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from esn.activity.models import Activity
from issues.models import Issue
from issues.reading import words
from people.models import Person

NAMES = tuple(f"issue.{name}" for name in ("offered", "accepted", "refused", "withdrawn", "expired", "assigned"))
CHANGES = ("issue.accepted", "issue.assigned")
FOLDED_FROM, LATEST, MOST = 12, 6, 1000
ENDS = 3


@dataclass(frozen=True)
class Toss:
    """One line of what is folded."""

    id: int
    at: dt.datetime
    html: SafeString


@dataclass(frozen=True)
class Tosses:
    """What is folded: how often it changed hands and how often it was offered, its way in short, and every line."""

    changes: int
    offers: int
    chain: str
    lines: list[Toss]


def folded(issue: Issue) -> Sequence[int]:
    """The ids of the older tosses, latest first; nothing while there are few. One query."""
    rows = Activity.objects.filter(kind="issue", object_id=issue.pk, name__in=NAMES).order_by("-at", "-pk")
    ids = list(rows.values_list("pk", flat=True)[:MOST])
    return ids[LATEST:] if len(ids) >= FOLDED_FROM else []


def told(ids: Sequence[int]) -> Tosses:
    """These rows, oldest first, in two queries."""
    rows = list(Activity.objects.filter(pk__in=ids).order_by("at", "pk"))
    people_ids = {row.actor_id for row in rows if row.actor_id} | {
        pk for row in rows for pk in words.people_in(row.facts)
    }
    names = Person.objects.filter(pk__in=people_ids).values_list("pk", "name")
    people = {pk: name.split(" ")[0] for pk, name in names}
    hands = [people.get(pk, "?") for row in rows if row.name in CHANGES for pk in [_taker(row)]]
    offers = sum(row.name == "issue.offered" for row in rows)
    return Tosses(len(hands), offers, _chain(hands), [_line(row, people) for row in rows])


def _taker(row: Activity) -> int:
    """Who held it from then on."""
    return int(row.facts["to"]) if row.name == "issue.assigned" else row.actor_id or 0


def _chain(hands: Sequence[str]) -> str:
    shown = hands if len(hands) <= 2 * ENDS else [*hands[:ENDS], "…", *hands[-ENDS:]]
    return " → ".join(shown)


def _line(row: Activity, people: dict[int, str]) -> Toss:
    who = people.get(row.actor_id or 0, "Potluck")
    return Toss(row.pk, row.at, words.tell(row.name, row.facts, who=who, thing="", people=people))
