"""When a digest is due: by the person's own clock, once a local day or week, also where clocks are changed. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Period:
    """The local day that a digest is for, and the moment from which it is due."""

    day: dt.date
    due_at: dt.datetime


def moment_of(day: dt.date, hour: dt.time, zone: ZoneInfo) -> dt.datetime | None:
    """The moment in UTC when the clocks of `zone` show `hour` on `day`.

    An hour that is skipped means the next one that exists, an hour that comes twice its first coming. None for a day
    that does not exist at all, or has no such hour left (Apia went without 30 December 2011).
    """
    wall = dt.datetime.combine(day, hour.replace(second=0, microsecond=0))
    while not _exists(wall, zone):
        wall += MINUTE
        if wall.date() != day:
            return None
    return wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)


def _exists(wall: dt.datetime, zone: ZoneInfo) -> bool:
    back = wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) == wall


def latest_day(at: dt.datetime, *, hour: dt.time, zone: ZoneInfo) -> Period:
    """The newest daily period that is due at `at`."""
    day = at.astimezone(zone).date()
    while (due_at := moment_of(day, hour, zone)) is None or due_at > at:
        day -= DAY
    return Period(day, due_at)


def latest_week(at: dt.datetime, *, weekday: int, hour: dt.time, zone: ZoneInfo) -> Period:
    """The newest weekly period that is due at `at`; it is named by the day on which it comes."""
    day = at.astimezone(zone).date()
    while day.weekday() != weekday or (due_at := moment_of(day, hour, zone)) is None or due_at > at:
        day -= DAY
    return Period(day, due_at)
