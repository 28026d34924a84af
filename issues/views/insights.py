"""The figures, over a period and a community that stand in the address; as a page and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.ui import Link, Tile
from feeds.models import Community
from issues.moments import FIRST_DAY, LAST_DAY, start_of
from issues.reading import charts, files, given, opened
from issues.reading.figures import Share, Spread
from issues.reading.pingpong import PingPong
from issues.reading.report import Report, definitions, report
from issues.reading.rows import rows
from people.http import MemberRequest
from people.models import Person

DAYS = 84
PERIODS = (28, DAYS, 364)
Writer = Callable[[Sequence[Sequence[Any]]], bytes]


@dataclass(frozen=True)
class Period:
    """From the start of the first day to the end of the last, in the reader's zone, and the community narrowed to."""

    since: dt.datetime
    until: dt.datetime
    community: str

    @property
    def first(self) -> dt.date:
        """The first day."""
        return timezone.localtime(self.since).date()

    @property
    def last(self) -> dt.date:
        """The last day."""
        return timezone.localtime(self.until).date() - dt.timedelta(days=1)


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """Medians and shares, each with its definition, its distribution and a table of its picture."""
    period = _period(request)
    facts = {**_figures(period, request.user), "period": period, "periods": _periods(period)}
    facts |= {"file": _file(period, "insights-csv"), "book": _file(period, "insights-xlsx")}
    facts |= {"places": Community.objects.readable_by(request.user).of(request.user)}
    return render(request, "issues/insights.html", facts)


def _figures(period: Period, person: Person) -> dict[str, Any]:
    """What this person sees of the period, and the pictures of it."""
    found = report(person, **vars(period))
    return {
        "found": found,
        "tiles": tiles(found),
        "pictures": [(spread, charts.histogram(spread)) for spread in found.insights.spreads],
        "shares": [(share, charts.weekly(share)) for share in found.insights.shares],
        "most": max((count for _floor, count in found.insights.bands), default=0) or 1,
        "groups_chart": _returns(found.groups),
        "owners_chart": _returns(found.owners),
        "months_chart": charts.monthly(found.given.months),
        "scores_chart": charts.columns([(str(score), count) for score, count in sorted(found.content.rows)]),
        "weeks_chart": charts.stacked(found.weeks),
        "heats": opened.HEATS,
        "about": definitions(),
    }


def _returns(cases: PingPong) -> charts.Chart:
    return charts.columns([(step.label, step.count) for step in cases.steps])


@require_GET
def table(request: MemberRequest) -> HttpResponse:
    """The same figures as CSV."""
    return _download(request, "csv", "text/csv; charset=utf-8", files.as_csv)


@require_GET
def workbook(request: MemberRequest) -> HttpResponse:
    """The same figures as a workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(request, "xlsx", kind, files.as_xlsx)


def _download(request: MemberRequest, ending: str, kind: str, write: Writer) -> HttpResponse:
    period = _period(request)
    found = report(request.user, **vars(period))
    answer = HttpResponse(write(rows(found)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="insights-{period.first}-{period.last}.{ending}"'
    return answer


def tiles(found: Report) -> list[Tile]:
    """All figures in a row, the last one what was given back."""
    figures: list[Spread | Share] = [*found.insights.spreads, *found.insights.shares]
    around, came_back = found.groups, _("%(count)s came back to a community")
    about = _("Potatoes that went from one community to another and back, of all.")
    return [
        *(Tile(one.label, one.value, one.note, one.about) for one in figures),
        _given(found.given.total),
        Tile(_("Ping-pong"), f"{around.per_cent}\u00a0%", came_back % {"count": around.count}, about),
    ]


def _given(back: given.Given) -> Tile:
    if not back.is_group:
        return Tile(_("Given back"), "–", _("fewer than five hunters"), given.about())
    note = _("to %(count)s hunters or more together") % {"count": back.hunters}
    return Tile(_("Given back"), given.hours(back.net), note, given.about())


def _period(request: MemberRequest) -> Period:
    """The last twelve weeks and all that the reader sees, unless said otherwise."""
    today = timezone.localdate()
    until = _day(request.GET.get("to", "")) or today
    since = _day(request.GET.get("from", "")) or until - dt.timedelta(days=DAYS)
    if since > until:
        since, until = until, since
    slug = request.GET.get("community", "").replace("\0", "")
    chosen = Community.objects.readable_by(request.user).filter(slug=slug).first() if slug else None
    return Period(start_of(since), start_of(until + dt.timedelta(days=1)), chosen.slug if chosen else "")


def _periods(period: Period) -> list[Link]:
    words = {28: _("4 weeks"), DAYS: _("12 weeks"), 364: _("Year")}
    today = timezone.localdate()
    kept = {"community": period.community} if period.community else {}
    links = []
    for days in PERIODS:
        first = today - dt.timedelta(days=days)
        url = f"{reverse('issues:insights')}?{urlencode({'from': str(first), **kept})}"
        links.append(Link(words[days], url, current="true" if (period.first, period.last) == (first, today) else ""))
    return links


def _file(period: Period, name: str) -> str:
    said = {"from": str(period.first), "to": str(period.last), "community": period.community}
    return f"{reverse(f'issues:{name}')}?{urlencode({name: value for name, value in said.items() if value})}"


def _day(raw: str) -> dt.date | None:
    try:
        day = parse_date(raw)
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None
