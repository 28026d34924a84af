"""Moments and days that people name: which lie ahead, and when a day begins."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.horizon import check_near
from esn.lib.errors import Refused

FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2200, 1, 1)
"""Beyond them nothing of ours ever happened, and calendars end."""


def check_ahead(moment: dt.datetime | None, *, field: str) -> None:
    """Raise Refused for a moment that is past, or that `check_near` refuses."""
    if moment and moment <= now():
        raise Refused(_("That moment is already past."), field=field)
    check_near(moment, field=field)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day, in the reader's zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
