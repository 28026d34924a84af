"""All figures of a period together, and the same as the rows of a table file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from issues.heat import band
from issues.reading import content as contentment
from issues.reading import given, pingpong
from issues.reading.content import Content
from issues.reading.figures import Insights
from issues.reading.given import Given
from issues.reading.insights import flagged_in, insights
from issues.reading.opened import HEATS, Week
from issues.reading.pingpong import PingPong
from people.models import Person

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Report:
    """The figures, the worst ping-pong between communities and between people, and the time given back."""

    insights: Insights
    groups: PingPong
    owners: PingPong
    given: Given
    content: Content


def report(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> Report:
    """All figures over the potatoes flagged from `since` until `until` that the person may see."""
    flagged = flagged_in(person, since=since, until=until, community=community)
    figures = insights(person, since=since, until=until, community=community)
    whole = round(next(share.whole for share in figures.shares if share.name == "bounces"))
    return Report(
        figures,
        pingpong.between_groups(flagged, person, whole=whole),
        pingpong.between_owners(flagged, whole=whole),
        given.given_back(flagged),
        contentment.content(flagged),
    )


def rows(found: Report, weeks: Sequence[Week]) -> list[list[Any]]:
    """A head, then one row a number: table, name, measure, value, definition. Times are in seconds."""
    figures = found.insights
    told: list[list[Any]] = [[_("Table"), _("Name"), _("Measure"), _("Value"), _("Definition")]]
    for spread in figures.spreads:
        times = (("median", spread.median), ("p90", spread.p90))
        told += [["times", spread.name, key, at.total_seconds() if at else "", spread.about] for key, at in times]
        told.append(["times", spread.name, "count", spread.count, spread.about])
        told += [["distribution", spread.name, one.about, one.count, spread.about] for one in spread.bins]
    for share in figures.shares:
        told += [["shares", share.name, key, getattr(share, key), share.about] for key in ("part", "whole")]
    for share in figures.shares:
        told += [
            ["weeks", f"{share.name} {one.day}", key, getattr(one, key), share.about]
            for one in share.parts
            for key in ("part", "whole")
        ]
    if found.given.is_group:
        told.append(["given_back", "minutes", "net", found.given.net, given.about()])
        told.append(["given_back", "hunters", "count", found.given.hunters, given.about()])
    told += [["content", str(score), "count", count, contentment.about()] for score, count in found.content.rows]
    told += [["open", f"{week.day}", str(band(heat)), week.bands.get(heat, 0), ""] for week in weeks for heat in HEATS]
    told += [["open", f"{week.day}", "uncounted", week.uncounted, ""] for week in weeks if week.uncounted]
    for name, cases in (("communities", found.groups), ("owners", found.owners)):
        told.append(["ping_pong", name, "count", cases.count, ""])
        told += [["ping_pong", name, case.issue.key, case.returns, _safe(case.chain)] for case in cases.worst]
    return told


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text
