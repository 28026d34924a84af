"""The board: a column a state, hottest on top, in a fixed number of queries however many potatoes there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from esn import moments
from esn.activity.clock import now
from issues.cards import Card, cards_from
from issues.dropping import COLUMNS
from issues.lifecycle import Status
from issues.models import Issue
from issues.models.issues import IssueQuerySet
from issues.reading.limits import Limit, limits
from issues.reading.lists import Filters, narrowed
from people.models import Person

MOST_IN_COLUMN = 20
RESOLVED_DAYS = 7
LANES: Mapping[str, str | Promise] = {
    "": _("No lanes"),
    "community": _("Lanes: community"),
    "customer": _("Lanes: customer"),
    "holder": _("Lanes: holder"),
}


@dataclass(frozen=True)
class Column:
    """The head of a column: how many potatoes, how many of them are not shown and where they are, the hours to eat."""

    status: Status
    count: int = 0
    hidden: int = 0
    more: str = ""
    hours_left: int = 0
    oldest: dt.datetime | None = None
    limits: list[Limit] = field(default_factory=list)

    @property
    def over(self) -> list[Limit]:
        """The limits that it breaks: the board warns of them."""
        return [limit for limit in self.limits if limit.is_over]

    @property
    def label(self) -> str:
        """Its state in words."""
        return str(self.status.label)

    @property
    def note(self) -> str:
        """What stands under its name."""
        if self.status == Status.RESOLVED:
            return gettext("the last seven days")
        if self.oldest:
            return gettext("oldest %(time)s") % {"time": moments.span(now() - self.oldest)}
        if not self.hours_left:
            return gettext("nothing to eat yet")
        return ngettext("%(hours)s h to eat", "%(hours)s h to eat", self.hours_left) % {"hours": self.hours_left}


@dataclass
class Cell:
    """Where a column meets a lane."""

    column: Column
    lane: str
    label: str
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Lane:
    """A row of the board; the only one has no name."""

    key: str
    name: str
    number: int
    cells: list[Cell]

    @property
    def count(self) -> int:
        """How many potatoes it shows."""
        return sum(len(cell.cards) for cell in self.cells)


@dataclass(frozen=True)
class Board:
    """What the page shows."""

    columns: list[Column]
    lanes: list[Lane]

    @property
    def cards(self) -> list[Card]:
        """Every card that it shows."""
        return [card for lane in self.lanes for cell in lane.cells for card in cell.cards]

    @property
    def is_limited(self) -> bool:
        """Whether a community that is shown has a limit for a column."""
        return any(column.limits for column in self.columns)


def board(filters: Filters, person: Person, *, lane: str = "") -> Board:
    """The board as the person may see it, narrowed by `filters` (their state apart), in lanes by `lane`."""
    found = narrowed(filters.but(status="all"), person)
    cards = cards_from(_shown(found))
    columns = _columns(found, cards, filters, limits(person, filters.community))
    return Board(columns, _lanes(cards, columns, lane))


def in_column(issues: IssueQuerySet, status: Status) -> IssueQuerySet:
    """The potatoes of one column; of the resolved ones only the latest week."""
    column = issues.filter(status=status)
    if status == Status.RESOLVED:
        return column.filter(resolved_at__gte=now() - dt.timedelta(days=RESOLVED_DAYS))
    return column


def _shown(found: IssueQuerySet) -> list[Issue]:
    """The top of each column, hottest first: one query for the ids, one for the rows."""
    tops = [in_column(found, status).hottest().values_list("pk", flat=True)[:MOST_IN_COLUMN] for status in COLUMNS]
    ids = list(tops[0].union(*tops[1:], all=True))
    return list(Issue.objects.filter(pk__in=ids).for_cards().hottest())


_HEAD = {"count": Count("pk"), "minutes": Sum("effort_left"), "oldest": Min("waiting_since")}


def _columns(
    found: IssueQuerySet, cards: Iterable[Card], filters: Filters, limited: Mapping[str, list[Limit]]
) -> list[Column]:
    week = now() - dt.timedelta(days=RESOLVED_DAYS)
    open_ones = found.open().values("status").annotate(**_HEAD).order_by()
    resolved = found.filter(status=Status.RESOLVED, resolved_at__gte=week)
    rows: Iterable[Mapping[str, Any]] = open_ones.union(
        resolved.values("status").annotate(**_HEAD).order_by(), all=True
    )
    shown = Counter(card.status for card in cards)
    counted: dict[str, Mapping[str, Any]] = {row["status"]: row for row in rows}

    def column(status: Status) -> Column:
        row = counted.get(status, {"count": 0, "minutes": None, "oldest": None})
        return Column(
            status,
            count=row["count"],
            hidden=max(row["count"] - shown[status], 0),
            more=filters.but(status=status.value).url,
            hours_left=round((row["minutes"] or 0) / 60),
            oldest=row["oldest"] if status == Status.WAITING else None,
            limits=limited.get(status, []),
        )

    return [column(status) for status in COLUMNS]


def _lanes(cards: Iterable[Card], columns: list[Column], lane: str) -> list[Lane]:
    lanes: dict[str, Lane] = {}
    if not lane:
        lanes[""] = _lane("", "", 0, columns)
    for card in cards:
        key, name, number = _lane_of(card, lane)
        if key not in lanes:
            lanes[key] = _lane(key, name, number, columns)
        cell = next(cell for cell in lanes[key].cells if cell.column.status == card.status)
        cell.cards.append(card)
    return sorted(lanes.values(), key=lambda one: one.name.casefold())


def _lane(key: str, name: str, number: int, columns: list[Column]) -> Lane:
    label = f"{name}: " if name else ""
    return Lane(key, name, number, [Cell(column, key, f"{label}{column.label}") for column in columns])


def _lane_of(card: Card, lane: str) -> tuple[str, str, int]:
    issue = card.issue
    if lane == "community":
        return f"c{issue.community_id}", issue.community.name, issue.community_id
    if lane == "customer":
        if issue.customer:
            return f"k{issue.customer_id}", issue.customer.name, issue.customer.pk
        return "k0", gettext("No customer"), 0
    if lane == "holder":
        if card.holder:
            return f"p{issue.owner_id}", issue.owner.name, issue.owner_id
        return "p0", gettext("Nobody yet"), 0
    return "", "", 0
