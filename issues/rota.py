"""Whose watch it is, by the turns of a rota: the clock on the wall decides, whatever the season does to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DAY = dt.timedelta(days=1)
WEEK = 7
SATURDAY = 5


class Rhythm(TextChoices):
    """How often the watch passes on."""

    WEEKLY = "weekly", _("every week")
    DAILY = "daily", _("every day")


@dataclass(frozen=True)
class Span:
    """From one moment to another: whose watch it is; nobody's where `person` is None."""

    start: dt.datetime
    end: dt.datetime
    person: int | None

    def covers(self, moment: dt.datetime) -> bool:
        """Whether the moment lies in it; the end does not."""
        return self.start <= moment < self.end


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A rota: people take turns from `starts_on` on, and the watch passes on at `turns_at` in `zone`.

    A weekly turn begins on the weekday `turns_on` (Monday is 0). `weekend` are those who take turns at Saturdays and
    Sundays, a weekend each; None where weekends are days as others. Without people a line is nobody's.
    """

    zone: ZoneInfo
    rhythm: str
    turns_at: dt.time
    starts_on: dt.date
    week: tuple[int, ...]
    turns_on: int = 0
    weekend: tuple[int, ...] | None = None

    def spans(self, since: dt.datetime, until: dt.datetime) -> list[Span]:
        """Whose watch it is between two moments, without a hole; neighbours of one turn are one span."""
        found: list[tuple[int, Span]] = []
        for turn, span in self._days(since, until):
            if found and found[-1][0] == turn and found[-1][1].person == span.person:
                found[-1] = (turn, replace(found[-1][1], end=span.end))
            else:
                found.append((turn, span))
        return [span for _turn, span in found]

    def _days(self, since: dt.datetime, until: dt.datetime) -> Iterator[tuple[int, Span]]:
        day = since.astimezone(self.zone).date() - DAY
        while (start := self._moment(day)) < until:
            end = self._moment(day + DAY)
            if end > since:
                turn, person = self._turn(day)
                yield turn, Span(start, end, person)
            day += DAY

    def _turn(self, day: dt.date) -> tuple[int, int | None]:
        """The number of the turn that the day belongs to, and who has it; those of weekends count from -1 down."""
        if day < self.starts_on:
            return 0, None
        weeks = (day - self._first_day()).days // WEEK
        if self.weekend is not None and day.weekday() >= SATURDAY:
            number = (day - _monday(self.starts_on)).days // WEEK
            return -1 - number, _nth(self.weekend, number)
        number = weeks if self.rhythm == Rhythm.WEEKLY else self._working_days(day)
        return number, _nth(self.week, number)

    def _first_day(self) -> dt.date:
        """The day on which the weekly turn that holds the first day begins."""
        return self.starts_on - (self.starts_on.weekday() - self.turns_on) % WEEK * DAY

    def _working_days(self, day: dt.date) -> int:
        """How many turns of a day lie between the first day and this one."""
        if self.weekend is None:
            return (day - self.starts_on).days
        return _weekdays_before(day) - _weekdays_before(self.starts_on)

    def _moment(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, self.turns_at, self.zone).astimezone(dt.UTC)


def laid_over(spans: Iterable[Span], exceptions: Iterable[Span]) -> list[Span]:
    """The spans with each exception in the place of what was there; a later exception goes before an earlier one."""
    found = list(spans)
    for exception in exceptions:
        inside = [span for span in found if span.start < exception.end and span.end > exception.start]
        if not inside:
            continue
        cut = replace(exception, start=max(exception.start, found[0].start), end=min(exception.end, found[-1].end))
        rest = [piece for span in found for piece in _without(span, cut)]
        found = sorted([*rest, cut], key=lambda span: span.start)
    return found


def _without(span: Span, cut: Span) -> Iterator[Span]:
    if span.end <= cut.start or span.start >= cut.end:
        yield span
        return
    if span.start < cut.start:
        yield replace(span, end=cut.start)
    if span.end > cut.end:
        yield replace(span, start=cut.end)


def _nth(line: tuple[int, ...], number: int) -> int | None:
    return line[number % len(line)] if line else None


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def _weekdays_before(day: dt.date) -> int:
    weeks, rest = divmod(day.toordinal() - 1, WEEK)
    return weeks * SATURDAY + min(rest, SATURDAY)
