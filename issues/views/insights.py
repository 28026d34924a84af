"""The figures, over a period and a community that stand in the address."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from esn.ui import Tile
from feeds.models import Community
from issues.reading.insights import Share, Spread, insights
from people.http import MemberRequest

DAYS = 90


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """Medians and shares, each with its definition."""
    since, until = _period(request)
    chosen = Community.objects.readable_by(request.user).filter(slug=request.GET.get("community", "")).first()
    found = insights(request.user, since=since, until=until, community=chosen.slug if chosen else "")
    figures: list[Spread | Share] = [*found.spreads, *found.shares]
    tiles = [Tile(figure.label, figure.value, figure.note, figure.about) for figure in figures]
    places = Community.objects.readable_by(request.user).of(request.user)
    facts = {"tiles": tiles, "found": found, "since": since, "until": until - dt.timedelta(days=1)}
    most = max((count for _band, count in found.bands), default=0)
    return render(request, "issues/insights.html", {**facts, "chosen": chosen, "places": places, "most": most or 1})


def _period(request: MemberRequest) -> tuple[dt.datetime, dt.datetime]:
    """From the first to the end of the last day, in the reader's zone; the last 90 days unless said otherwise."""
    today = timezone.localdate()
    until = _day(request.GET.get("to", "")) or today
    since = _day(request.GET.get("from", "")) or until - dt.timedelta(days=DAYS)
    if since > until:
        since, until = until, since
    return _start(since), _start(until + dt.timedelta(days=1))


def _day(raw: str) -> dt.date | None:
    try:
        return parse_date(raw)
    except ValueError:
        return None


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
