"""The board and its figures."""

import datetime as dt
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Schema

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request, Text
from api.schemas.issues import IssueOut
from issues.reading import board as reading
from issues.reading.insights import Share, Spread
from issues.reading.insights import insights as figures
from issues.reading.lists import Filters

routes = Routes("board")
DAYS = 90


class BoardQuery(Schema):
    """Lanes and filters."""

    lane: Literal["", "community", "customer", "holder"] = ""
    community: Text = ""
    owner: Text = ""
    reporter: Text = ""
    customer: Text = ""
    min_heat: Text = ""
    q: Text = ""


class Period(Schema):
    """From the first to the last day, both in it."""

    since: dt.date | None = Field(None, alias="from")
    until: dt.date | None = Field(None, alias="to")
    community: Text = ""


class ColumnOut(Schema):
    """A column: how many there are, and the hottest of them."""

    status: str
    label: str
    count: int
    effort_left_h: int
    issues: list[IssueOut]


class LaneOut(Schema):
    """A lane of the board."""

    name: str
    columns: list[ColumnOut]


class BoardOut(Schema):
    """The board: its columns, and its lanes if they were asked for."""

    columns: list[ColumnOut]
    lanes: list[LaneOut]


@routes.get("/board", BoardOut)
def board(request: Request, query: Query[BoardQuery]) -> BoardOut:
    """The potatoes that the caller may see, by state and heat."""
    said = query.model_dump()
    lane = said.pop("lane")
    found = reading.board(Filters(**said), person_of(request), lane=lane)
    lanes = [LaneOut(name=one.name, columns=[_column(cell) for cell in one.cells]) for one in found.lanes]
    together = [_together(lanes, place, column) for place, column in enumerate(found.columns)]
    return BoardOut(columns=together, lanes=lanes if lane else [])


def _column(cell: reading.Cell) -> ColumnOut:
    return ColumnOut(
        status=cell.column.status,
        label=cell.column.label,
        count=len(cell.cards),
        effort_left_h=cell.column.hours_left,
        issues=[IssueOut.of(shown.card) for shown in cell.cards],
    )


def _together(lanes: list[LaneOut], place: int, column: reading.Column) -> ColumnOut:
    found = [issue for lane in lanes for issue in lane.columns[place].issues]
    return ColumnOut(
        status=column.status,
        label=column.label,
        count=column.count,
        effort_left_h=column.hours_left,
        issues=sorted(found, key=lambda issue: (-issue.heat, -issue.id)),
    )


@routes.get("/insights", dict[str, Any])
def insights(request: Request, period: Query[Period]) -> dict[str, Any]:
    """The figures over a period: medians, shares, and what is open by heat."""
    until = period.until or timezone.localdate()
    since = period.since or until - dt.timedelta(days=DAYS)
    found = figures(
        person_of(request), since=_start(since), until=_start(until + dt.timedelta(days=1)), community=period.community
    )
    return {
        "from": since,
        "to": until,
        "times": {figure.name: _spread(figure) for figure in found.spreads},
        "shares": {figure.name: _share(figure) for figure in found.shares},
        "open_by_heat": [{"from": floor, "count": count} for floor, count in found.bands],
    }


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _spread(figure: Spread) -> dict[str, Any]:
    return {
        "median_s": figure.median.total_seconds() if figure.median is not None else None,
        "p90_s": figure.p90.total_seconds() if figure.p90 is not None else None,
        "count": figure.count,
        "definition": figure.about,
    }


def _share(figure: Share) -> dict[str, Any]:
    share = figure.part / figure.whole if figure.whole else None
    return {"part": figure.part, "whole": figure.whole, "share": share, "definition": figure.about}
