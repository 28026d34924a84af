"""The figures as the rows of a file: a head, then one row a number. Times are in seconds, what is given in minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from issues.heat import band
from issues.reading.figures import Share, Spread
from issues.reading.opened import HEATS
from issues.reading.report import Report, definitions

MINUTES = ("net", "eaten", "around", "own")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
Row = list[Any]


def rows(found: Report) -> list[Row]:
    """Table, name, measure, value, definition."""
    about, figures = definitions(), found.insights
    told: list[Row] = [[_("Table"), _("Name"), _("Measure"), _("Value"), _("Definition")]]
    for spread in figures.spreads:
        told += _times(spread)
    for spread in figures.spreads:
        told += [["distribution", spread.name, one.about, one.count, spread.about] for one in spread.bins]
    for share in figures.shares:
        told += [["shares", share.name, key, getattr(share, key), share.about] for key in ("part", "whole")]
    for share in figures.shares:
        told += _weekly(share)
    parts = (_given, _content, _open, _stuck, _ping_pong)
    return [*told, *(row for part in parts for row in part(found, about))]


def _times(spread: Spread) -> Iterator[Row]:
    for key, time in (("median", spread.median), ("p90", spread.p90)):
        yield ["times", spread.name, key, time.total_seconds() if time is not None else "", spread.about]
    yield ["times", spread.name, "count", spread.count, spread.about]


def _weekly(share: Share) -> Iterator[Row]:
    for one in share.parts:
        yield ["weeks", f"{share.name} {one.day}", "part", one.part, share.about]
        yield ["weeks", f"{share.name} {one.day}", "whole", one.whole, share.about]


def _given(found: Report, about: Mapping[str, str]) -> Iterator[Row]:
    told = found.given
    if told.total.is_group:
        yield ["given_back", "hunters", "count", told.total.hunters, about["given_back"]]
    for name, one in [("all", told.total), *((f"{month.first:%Y-%m}", month.given) for month in told.months)]:
        if one.is_group:
            yield from (["given_back", name, key, getattr(one, key), about["given_back"]] for key in MINUTES)


def _content(found: Report, about: Mapping[str, str]) -> Iterator[Row]:
    for score, count in found.content.rows:
        yield ["content", str(score), "count", count, about["content"]]


def _open(found: Report, about: Mapping[str, str]) -> Iterator[Row]:
    for floor, count in found.insights.bands:
        yield ["open_now", str(band(floor)), "count", count, about["open_by_heat"]]
    for week in found.weeks:
        for heat in HEATS:
            yield ["open", f"{week.day}", str(band(heat)), week.bands.get(heat, 0), about["open_over_time"]]
        if week.uncounted:
            yield ["open", f"{week.day}", "uncounted", week.uncounted, about["open_over_time"]]


def _stuck(found: Report, about: Mapping[str, str]) -> Iterator[Row]:
    for place in found.stuck:
        for key in ("open", "untouched", "late", "bounced"):
            yield ["stuck", _safe(place.name), key, getattr(place, key), about["stuck"]]


def _ping_pong(found: Report, about: Mapping[str, str]) -> Iterator[Row]:
    for name, cases in (("communities", found.groups), ("owners", found.owners)):
        yield ["ping_pong", name, "count", cases.count, about[f"ping_pong_{name}"]]
        for step in cases.steps:
            yield ["ping_pong", name, step.about, step.count, about[f"ping_pong_{name}"]]
        for case in cases.worst:
            yield ["ping_pong", name, case.issue.key, case.returns, _safe(case.chain)]


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text
