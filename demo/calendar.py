"""When something happened, told from today: `d3 09:40` three working days ago, `-90m` minutes ago, `+2d` days ahead."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
DAY = dt.timedelta(days=1)
MOMENT = re.compile(r"d(?P<days>\d+) (?P<hour>\d\d):(?P<minute>\d\d)|-(?P<ago>\d+)m|\+(?P<ahead>\d+)d")


@dataclass(frozen=True)
class Calendar:
    """The days around `now` (aware)."""

    now: dt.datetime

    def moment(self, said: str) -> dt.datetime:
        """The moment that `said` means. Raises ValueError for anything else."""
        found = MOMENT.fullmatch(said)
        if found is None:
            raise ValueError(f"{said!r} is no moment like d3 09:40, -90m or +2d")
        if found["ago"]:
            return self.now - dt.timedelta(minutes=int(found["ago"]))
        if found["ahead"]:
            return self.now + int(found["ahead"]) * DAY
        clock = dt.time(int(found["hour"]), int(found["minute"]))
        return dt.datetime.combine(self._workday(int(found["days"])), clock, ZONE).astimezone(dt.UTC)

    def _workday(self, back: int) -> dt.date:
        day = self.now.astimezone(ZONE).date()
        while back > 0:
            day -= DAY
            back -= day.weekday() < 5
        return day
