"""The figures above the board: of the last twelve weeks, kept for a minute."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from esn.ui import Tile
from issues.reading.figures import Share, Spread, trend
from issues.reading.insights import insights
from people.models import Person

DAYS = 84
SECONDS = 60
SHOWN = ("release", "news", "resolve", "promises_kept", "eaten_by_others", "bounces")


def strip(person: Person, community: str) -> list[Tile]:
    """Six figures over what the person may see; a minute old at the most."""
    key = f"strip:{person.pk}:{community}:{get_language()}"
    found = cache.get(key)
    if found is None:
        found = _strip(person, community)
        cache.set(key, found, SECONDS)
    return list(found)


def _strip(person: Person, community: str) -> list[Tile]:
    until = timezone.now()
    found = insights(person, since=until - dt.timedelta(days=DAYS), until=until, community=community)
    figures: list[Spread | Share] = [*found.spreads, *found.shares]
    shown = [one for one in figures if one.name in SHOWN]
    return [Tile(one.label, one.value, one.note, one.about, trend(one.weeks)) for one in shown]
