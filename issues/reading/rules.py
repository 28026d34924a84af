"""A community's numbers to be read: what counts, the default, the reason, and who changed what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from esn.activity import history
from feeds.models import Community
from issues import events
from issues.models.rules import number
from issues.rules import NUMBERS, Group, Number, Rule, shown
from people.models import Person

MOST_CHANGES = 20


@dataclass(frozen=True)
class Counted:
    """One number as it counts in a community."""

    rule: Rule
    what: Number
    value: Decimal

    @property
    def text(self) -> str:
        """The number with its unit."""
        return f"{shown(self.value)} {self.what.unit.label}"

    @property
    def default(self) -> str:
        """The default with its unit."""
        return f"{shown(self.what.default)} {self.what.unit.label}"

    @property
    def is_own(self) -> bool:
        """Whether the community differs from the default."""
        return self.value != self.what.default


@dataclass(frozen=True)
class Change:
    """Who changed which number, from what to what."""

    at: dt.datetime
    by: str
    label: str
    before: str
    after: str


def numbers_of(community_id: int) -> list[Counted]:
    """Every number of a community, in the order of the page."""
    return [Counted(rule, what, number(community_id, rule)) for rule, what in NUMBERS.items()]


def groups(community_id: int) -> list[tuple[str, list[Counted]]]:
    """The same under their headings."""
    found = numbers_of(community_id)
    return [(str(group.label), [one for one in found if one.what.group == group]) for group in Group]


def changes(community: Community) -> list[Change]:
    """The latest changes, newest first, in two queries."""
    rows = list(history.of("community", community.pk).filter(name=events.numbers_set.name).reverse()[:MOST_CHANGES])
    people = dict(Person.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    return [
        Change(row.at, people.get(row.actor_id or 0, ""), str(Rule(name).label), before, after)
        for row in rows
        for name, (before, after) in row.facts["changed"].items()
        if name in Rule.values
    ][:MOST_CHANGES]
