"""Moments and days that people name: how far off they may lie, and when a day begins."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.lib.errors import Refused

FARTHEST = dt.timedelta(days=36_525)
FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2200, 1, 1)
"""Beyond them nothing of ours ever happened, and calendars end."""


def check_near(moment: dt.datetime | None, *, field: str) -> None:
    """Raise Refused for a moment so far off, behind or ahead, that no calendar in another zone can show it."""
    if moment and abs(moment - now()) > FARTHEST:
        raise Refused(_("That is too far away."), field=field)


def check_ahead(moment: dt.datetime | None, *, field: str) -> None:
    """Raise Refused for a moment that is past, or that `check_near` refuses."""
    if moment and moment <= now():
        raise Refused(_("That moment is already past."), field=field)
    check_near(moment, field=field)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day, in the reader's zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
