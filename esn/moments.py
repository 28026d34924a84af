"""Times in words: how long ago, how far ahead, and the short way to name a moment. The scripts keep them fresh."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400


def span(length: timedelta) -> str:
    """A length of time in at most two figures: `now`, `25 min`, `1 h 20`, `6 d`."""
    seconds = abs(int(length.total_seconds()))
    if seconds < MINUTE:
        return pgettext("a moment ago", "now")
    if seconds < HOUR:
        return f"{seconds // MINUTE}\u00a0{pgettext('short for minutes', 'min')}"
    if seconds < DAY:
        hours, rest = divmod(seconds // MINUTE, 60)
        minutes = f"\u00a0{rest:02d}" if rest and hours < 10 else ""
        return f"{hours}\u00a0{pgettext('short for hours', 'h')}{minutes}"
    return f"{seconds // DAY}\u00a0{pgettext('short for days', 'd')}"


def relative(moment: datetime, *, now: datetime | None = None) -> str:
    """`12 min ago`, `in 1 h 20`, or the day once a week has passed."""
    gap = moment - (now or timezone.now())
    if abs(gap) >= timedelta(days=7):
        return short(moment, now=now)
    words = span(gap)
    if abs(gap) < timedelta(seconds=MINUTE):
        return words
    if gap > timedelta(0):
        return pgettext("time ahead; %s is a span such as 2 h", "in %s") % words
    return pgettext("time ago; %s is a span such as 2 h", "%s ago") % words


def short(moment: datetime, *, now: datetime | None = None) -> str:
    """`16:00` today, `tomorrow 18:00`, else the day."""
    here = timezone.localtime(moment)
    today = timezone.localtime(now).date() if now else timezone.localdate()
    clock = f"{here:{clock_format()}}"
    days = (here.date() - today).days
    if days == 0:
        return clock
    if days in (-1, 1):
        return f"{_('tomorrow') if days > 0 else _('yesterday')} {clock}"
    return day(here.date(), today=today)


def day(when: date, *, today: date) -> str:
    """`3 March`, with the year when it is another one; the first of a month as the language says it."""
    number = first() if when.day == 1 else str(when.day)
    return f"{number} {date_format(when, 'F' if when.year == today.year else 'F Y')}"


def first() -> str:
    """How the reader's language writes the first day of a month."""
    return "1er" if (get_language() or "").startswith("fr") else "1"


def full(moment: datetime) -> str:
    """The whole date and time, for a title."""
    here = timezone.localtime(moment)
    number = first() if here.day == 1 else str(here.day)
    return f"{date_format(here, 'l')} {number} {date_format(here, 'F Y')}, {here:{clock_format()}}"


def clock_format() -> str:
    """How the reader's language writes a time of day, for strftime and for the scripts."""
    return pgettext("a time of day, as for strftime", "%H:%M")
