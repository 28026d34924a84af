"""Working hours: how much of them passed between two moments, and when so many will have passed.

Shifts are told by the clock on the wall, time is measured as it passes: in the night in which the clock goes back
an hour, a shift over it is an hour longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NONE = timedelta()


@dataclass(frozen=True)
class Shift:
    """From one time of day to another; up to the next day if the end is not after the start."""

    start: time
    end: time


Week = tuple[tuple[Shift, ...], ...]
OFFICE: Week = ((Shift(time(9), time(17)),),) * 5 + ((), ())
ALWAYS: Week = ((Shift(time(0), time(0)),),) * 7


@dataclass(frozen=True)
class WorkingHours:
    """The shifts of a week, Monday first, in a zone, without the holidays."""

    zone: ZoneInfo
    week: Week = OFFICE
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("A week has seven days, and one of them a shift at least.")

    def add(self, start: datetime, hours: timedelta) -> datetime:
        """Return the moment, in UTC, at which so many working hours have passed since `start`."""
        if hours < NONE:
            raise ValueError("Working hours are added, not taken away.")
        moment, left = _utc(start), hours
        shifts = self._shifts(moment)
        while left > NONE:
            begin, end = next(shifts)
            moment = min(end, begin + left)
            left -= moment - begin
        return moment

    def opening(self, moment: datetime) -> datetime:
        """Return the moment itself, in UTC, if it lies in a shift, else when the next one begins."""
        return next(self._shifts(_utc(moment)))[0]

    def between(self, a: datetime, b: datetime, *, most: timedelta = timedelta.max) -> timedelta:
        """Return the working hours that pass from `a` to `b`, none if `b` is not later; counted up to `most`."""
        stop, passed = _utc(b), NONE
        for begin, end in self._shifts(_utc(a)):
            if begin >= stop or passed >= most:
                break
            passed += min(end, stop) - begin
        return min(passed, most)

    def _shifts(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield what is left of the shifts after `since` in their order, none overlapping another."""
        day = since.astimezone(self.zone).date() - DAY
        while True:
            for shift in self._of(day):
                begin = max(since, self._moment(day, shift.start))
                end = self._moment(day if shift.end > shift.start else day + DAY, shift.end)
                if end > begin:
                    yield begin, end
                    since = end
            day += DAY

    def _of(self, day: date) -> tuple[Shift, ...]:
        return () if day in self.holidays else self.week[day.weekday()]

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone is none.")
    return moment.astimezone(UTC)
