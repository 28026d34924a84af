"""Time given back to hunters together, so cut that no two periods or communities subtract down to one of them.

It is summed from cells: a calendar month (UTC) of a community, by when and where a potato was flagged. A cell with
fewer than five hunters joins the other small ones of its month, and is left out if they are fewer than five together.
Whatever is asked for is a sum of whole cells, so what differs between two answers is five hunters' or more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from feeds.models import Community
from issues.models import Issue
from issues.models.issues import IssueQuerySet
from issues.reading import given
from issues.reading.given import GROUP, Given, hours, sums
from people.models import Person

HOUR = 60
_MONTH = "date_trunc('month', one.flagged_at AT TIME ZONE 'UTC')"
_CELL = f"one.reporter_id, one.community_id, {_MONTH}"
_WHICH = f", one.community_id, extract(year FROM {_MONTH}), extract(month FROM {_MONTH})"


@dataclass
class Cell:
    """What the hunters of a month and a community got, in minutes, to the minute; never shown as it is."""

    hunters: set[int] = field(default_factory=set)
    potatoes: int = 0
    minutes: tuple[int, int, int] = (0, 0, 0)

    @property
    def is_group(self) -> bool:
        """Enough hunters that none of them is shown."""
        return len(self.hunters) >= GROUP

    def add(self, other: Cell) -> Cell:
        """This one, and the other in it."""
        self.hunters |= other.hunters
        self.potatoes += other.potatoes
        eaten, around, own = (mine + more for mine, more in zip(self.minutes, other.minutes, strict=True))
        self.minutes = (eaten, around, own)
        return self

    def told(self) -> Given:
        """In whole hours, the hunters in steps of five."""
        eaten, around, own = (HOUR * round(minutes / HOUR) for minutes in self.minutes)
        return Given(self.potatoes, eaten, around, own, GROUP * (len(self.hunters) // GROUP))


@dataclass(frozen=True)
class Month:
    """What was given back of the potatoes flagged in the month that begins that day."""

    first: dt.date
    given: Given

    @property
    def cells(self) -> list[str]:
        """Eaten, coordinated, own and net, in words."""
        return [hours(minutes) for minutes in (self.given.eaten, self.given.around, self.given.own, self.given.net)]


@dataclass(frozen=True)
class GivenToGroups:
    """Everything that may be shown together, and month by month."""

    total: Given
    months: list[Month]

    @property
    def value(self) -> str:
        """All of it in words."""
        return hours(self.total.net) if self.total.is_group else "–"


def given_to_groups(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> GivenToGroups:
    """Of all calendar months that the period touches, in the communities that the person may read.

    A potato that the person sees only because he has part in it does not count: the cells are everybody's alike.
    """
    cells = _cells(_of_months(person, since, until, community))
    found = {first: _together(group) for first, group in _by_month(cells).items()}
    shown = {first: cell for first, cell in sorted(found.items()) if cell.is_group}
    months = [Month(first, cell.told()) for first, cell in shown.items()]
    return GivenToGroups(_sum(shown.values()).told(), months)


def about() -> str:
    """How it is counted, and how it is cut so that nobody is singled out by subtracting."""
    cut = _(
        "Counted in whole months of whole communities with five hunters or more, in whole hours; smaller communities "
        "are counted together or not at all, so that no two figures can be subtracted down to one person."
    )
    return f"{given.about()} {cut}"


def _of_months(person: Person, since: dt.datetime, until: dt.datetime, community: str) -> IssueQuerySet:
    places = Community.objects.readable_by(person)
    start = _month_of(since)
    end = _month_of(_month_of(until - dt.timedelta(microseconds=1)) + dt.timedelta(days=32))
    flagged = Issue.objects.filter(flagged_at__gte=start, flagged_at__lt=end)
    return flagged.filter(community__in=places.filter(slug=community) if community else places)


def _month_of(moment: dt.datetime) -> dt.datetime:
    """The month that the reader's clock shows, by everybody's clock: a zone must not cut the cells otherwise."""
    return dt.datetime.combine(timezone.localtime(moment).date().replace(day=1), dt.time(0), dt.UTC)


def _cells(issues: IssueQuerySet) -> dict[tuple[dt.date, int], Cell]:
    cells: dict[tuple[dt.date, int], Cell] = defaultdict(Cell)
    for hunter, potatoes, eaten, around, own, place, year, month in sums(issues, _CELL, _WHICH):
        cells[dt.date(year, month, 1), place].add(Cell({hunter}, potatoes, (eaten, around, own)))
    return cells


def _by_month(cells: dict[tuple[dt.date, int], Cell]) -> dict[dt.date, list[Cell]]:
    months: dict[dt.date, list[Cell]] = defaultdict(list)
    for (first, _place), cell in cells.items():
        months[first].append(cell)
    return months


def _together(cells: list[Cell]) -> Cell:
    """The groups among the cells, and the small ones with them if together they are a group too."""
    small = _sum(cell for cell in cells if not cell.is_group)
    return _sum([*(cell for cell in cells if cell.is_group), *([small] if small.is_group else [])])


def _sum(cells: Iterable[Cell]) -> Cell:
    whole = Cell()
    for cell in cells:
        whole.add(cell)
    return whole
