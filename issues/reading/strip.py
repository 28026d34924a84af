"""The figures above the board: of the last twelve weeks, kept for a minute."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn.lib.kept import key
from esn.ui import Tile
from issues.reading import opened
from issues.reading.figures import Share, Spread, trend
from issues.reading.insights import above_board, flagged_in, open_bands
from people.models import Person

DAYS = 84
SECONDS = 60
HOT = 50


def strip(person: Person, community: str) -> list[Tile]:
    """The figures over what the person may see, and how many are open; a minute old at the most."""
    place = key("strip", person.pk, community)
    found = cache.get(place)
    if found is None:
        found = _strip(person, community)
        cache.set(place, found, SECONDS)
    return list(found)


def _strip(person: Person, community: str) -> list[Tile]:
    until = timezone.now()
    since = until - dt.timedelta(days=DAYS)
    times, parts = above_board(flagged_in(person, since=since, until=until, community=community))
    figures: list[Spread | Share] = [*times, *parts]
    tiles = [Tile(one.label, one.value, one.note, one.about, trend(one.weeks)) for one in figures]
    return [*tiles, _open(person, since, until, community)]


def _open(person: Person, since: dt.datetime, until: dt.datetime, community: str) -> Tile:
    """How many are open by heat, and Monday by Monday."""
    bands = dict(open_bands(person, community))
    weeks = opened.weeks(person, since=since, until=until, community=community)
    hot = sum(count for floor, count in bands.items() if floor >= HOT)
    note = ngettext("%(count)s burns or is on fire", "%(count)s burn or are on fire", hot) % {"count": hot}
    line = trend([float(week.total) for week in weeks])
    return Tile(_("Open"), str(sum(bands.values())), note, _("Open now; the line is every Monday."), line)
