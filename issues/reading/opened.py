"""How many potatoes were open, Monday by Monday: by temperature where it was counted, by their dates before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from feeds.models import Community
from issues.heat import FLOORS
from issues.models import BandCount
from issues.reading.insights import seen_by
from people.models import Person

MOST_WEEKS = 53
HEATS = FLOORS[::-1]


@dataclass(frozen=True)
class Week:
    """A Monday: open potatoes by the lowest heat of their band, and those whose heat nobody counted that day."""

    day: dt.date
    bands: Mapping[int, int]
    uncounted: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.bands.values()) + self.uncounted

    @property
    def cells(self) -> list[int]:
        """The numbers from warm to on fire."""
        return [self.bands.get(floor, 0) for floor in HEATS]


def weeks(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> list[Week]:
    """The Mondays of the period, at most a year back, and today if it lies in it."""
    days = _days(timezone.localtime(since).date(), timezone.localtime(until).date())
    counted = _counted(person, days, community)
    by_dates = _by_dates(person, [day for day in days if day not in counted], community)
    return [Week(day, counted.get(day, {}), by_dates.get(day, 0)) for day in days]


def _days(first: dt.date, end: dt.date) -> list[dt.date]:
    today = timezone.localdate()
    last = min(end - dt.timedelta(days=1), today)
    monday = first + dt.timedelta(days=-first.weekday() % 7)
    days = [monday + dt.timedelta(weeks=at) for at in range(max((last - monday).days // 7 + 1, 0))]
    if last == today and today not in days:
        days.append(today)
    return days[-MOST_WEEKS:]


def _counted(person: Person, days: list[dt.date], community: str) -> dict[dt.date, dict[int, int]]:
    places = Community.objects.readable_by(person)
    rows = BandCount.objects.filter(day__in=days, community__in=places.filter(slug=community) if community else places)
    found: dict[dt.date, dict[int, int]] = defaultdict(dict)
    for day, floor, count in rows.values_list("day", "floor").annotate(Sum("count")).order_by("day", "floor"):
        found[day][floor] = count
    return found


_OPEN_ON = """
SELECT day, count(one.id) FROM unnest(%s::date[]) AS day LEFT JOIN (
    SELECT flagged_at, least(resolved_at, discarded_at, merged_at) AS ended, id, status FROM issues_issue
    WHERE id IN ({ids})
) one ON one.flagged_at < day + 1 AND (
    one.status IN ('flagged', 'caught', 'in_progress', 'waiting') OR one.ended >= day + 1)
GROUP BY day
"""


def _by_dates(person: Person, days: list[dt.date], community: str) -> dict[dt.date, int]:
    sql, params = seen_by(person, community).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_ON.format(ids=sql), [days, *params])
        return dict(cursor.fetchall())
