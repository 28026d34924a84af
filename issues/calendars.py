"""Working hours and holidays as people write them: `9-12, 13:00-17:30`, and `2026-12-25 Christmas` a line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from esn.lib.errors import Refused
from esn.lib.hours import Shift, Week
from esn.lib.text import check_text

MOST_SHIFTS = 4
MOST_HOLIDAYS = 400
MOST_TEXT = 20_000
MOST_NAME = 80
FIRST_YEAR, LAST_YEAR = 2000, 2100
_SHIFT = re.compile(r"(\d{1,2})(?:[:h.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:h.](\d{2}))?", re.ASCII)
_HOLIDAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[\s,;]+(.*))?", re.ASCII)
Holidays = dict[dt.date, str]


def shifts_of(text: str, *, field: str) -> tuple[Shift, ...]:
    """The shifts of a day in their order; none for an empty text. Raises Refused under `field`."""
    said = [part.strip() for part in check_text(text, most=200, name=field).split(",") if part.strip()]
    if len(said) > MOST_SHIFTS:
        raise Refused(_("A day has four stretches of work at the most."), field=field)
    shifts = [_shift(part, field) for part in said]
    for before, after in pairwise(shifts):
        if after.start < before.end or before.end <= before.start:
            raise Refused(_("These times overlap, or are not in their order."), field=field)
    return tuple(shifts)


def _shift(text: str, field: str) -> Shift:
    match = _SHIFT.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        start, end = _time(match[1], match[2]), _time(match[3], match[4])
    except ValueError:
        sentence = _("“%(text)s” is no stretch of a day; write it as 9:00-17:00.")
        raise Refused(sentence % {"text": text[:40]}, field=field) from None
    return Shift(start, end)


def _time(hours: str, minutes: str | None) -> dt.time:
    """A time of day; 24:00 is midnight. Raises ValueError."""
    hour, minute = int(hours), int(minutes or 0)
    return dt.time(0) if (hour, minute) == (24, 0) else dt.time(hour, minute)


def week_of(days: Sequence[str]) -> Week:
    """The seven days, Monday first. Raises Refused where nobody ever works."""
    week = tuple(shifts_of(text, field=f"day{number}") for number, text in enumerate(days))
    if not any(week):
        raise Refused(_("Some hours of the week must be working hours, or no promise ever falls due."), field="day0")
    return week


def holidays_of(text: str) -> Holidays:
    """The holidays and their names, a line each. Raises Refused that names the line which is none."""
    found: Holidays = {}
    for number, line in enumerate(check_text(text, most=MOST_TEXT, name="holidays").splitlines(), 1):
        if line.strip():
            day, name = _holiday(line.strip(), number)
            found[day] = name
    if len(found) > MOST_HOLIDAYS:
        raise Refused(_("That is more holidays than a calendar can take."), field="holidays")
    return dict(sorted(found.items()))


def _holiday(line: str, number: int) -> tuple[dt.date, str]:
    match = _HOLIDAY.fullmatch(line)
    try:
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise ValueError
        return dt.date(int(match[1]), int(match[2]), int(match[3])), (match[4] or "").strip()[:MOST_NAME]
    except ValueError:
        sentence = _("Line %(number)d, “%(line)s”, is no holiday; write it as 2026-12-25 Christmas.")
        raise Refused(sentence % {"number": number, "line": line[:60]}, field="holidays") from None


def written(shifts: Sequence[Shift]) -> str:
    """Shifts as people write them."""
    return ", ".join(f"{shift.start:%H:%M}-{shift.end:%H:%M}" for shift in shifts)
