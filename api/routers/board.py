"""The board and its figures."""

import datetime as dt
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Schema

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request, Text
from api.schemas.issues import IssueOut
from issues.heat import band
from issues.moments import FIRST_DAY, LAST_DAY, start_of
from issues.reading import board as reading
from issues.reading import opened, stuck
from issues.reading.figures import Bin, Share, Spread
from issues.reading.given import Given
from issues.reading.lists import Filters
from issues.reading.pingpong import PingPong
from issues.reading.report import report

routes = Routes("board")
DAYS = 84


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

    since: dt.date | None = Field(None, alias="from", ge=FIRST_DAY, le=LAST_DAY)
    until: dt.date | None = Field(None, alias="to", ge=FIRST_DAY, le=LAST_DAY)
    community: Text = ""


class LimitOut(Schema):
    """How many a community wants in this column at the most, and how many there are; it warns and blocks nobody."""

    community: str
    most: int
    count: int


class ColumnOut(Schema):
    """A column: how many there are, and the hottest of them."""

    status: str
    label: str
    count: int
    effort_left_h: int
    issues: list[IssueOut]
    limits: list[LimitOut] = []


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
        issues=[IssueOut.of(card) for card in cell.cards],
    )


def _together(lanes: list[LaneOut], place: int, column: reading.Column) -> ColumnOut:
    found = [issue for lane in lanes for issue in lane.columns[place].issues]
    return ColumnOut(
        status=column.status,
        label=column.label,
        count=column.count,
        effort_left_h=column.hours_left,
        issues=sorted(found, key=lambda issue: (-issue.heat, -issue.id)),
        limits=[LimitOut(community=one.slug, most=one.most, count=one.count) for one in column.limits],
    )


@routes.get("/insights", dict[str, Any])
def insights(request: Request, period: Query[Period]) -> dict[str, Any]:
    """The figures over a period: times with distributions, shares, what is open, went round and is stuck."""
    until = period.until or timezone.localdate()
    since = period.since or until - dt.timedelta(days=DAYS)
    person, within = person_of(request), {"since": start_of(since), "until": start_of(until + dt.timedelta(days=1))}
    found = report(person, community=period.community, **within)
    figures = found.insights
    return {
        "from": since,
        "to": until,
        "times": {figure.name: _spread(figure) for figure in figures.spreads},
        "shares": {figure.name: _share(figure) for figure in figures.shares},
        "open_by_heat": [{"from": floor, "count": count} for floor, count in figures.bands],
        "open_over_time": [_week(week) for week in opened.weeks(person, community=period.community, **within)],
        "ping_pong": {"communities": _ping_pong(found.groups), "owners": _ping_pong(found.owners)},
        "given_back": _given(found.given),
        "content": {str(score): count for score, count in found.content.rows} or None,
        "stuck": [vars(place) for place in stuck.places(person, community=period.community)],
    }


def _week(week: opened.Week) -> dict[str, Any]:
    heats = {str(band(floor).value): week.bands.get(floor, 0) for floor in opened.HEATS}
    return {"day": week.day, **heats, "uncounted": week.uncounted}


def _ping_pong(found: PingPong) -> dict[str, Any]:
    worst = [
        {"id": case.issue.pk, "key": case.issue.key, "returns": case.returns, "way": case.hands} for case in found.worst
    ]
    return {"count": found.count, "of": found.whole, "worst": worst}


def _given(found: Given) -> dict[str, Any] | None:
    """What hunters got back together; nothing for fewer than five."""
    if not found.is_group:
        return None
    parts = {"eaten_min": found.eaten, "coordinated_min": found.around, "own_min": found.own}
    return {"hunters": found.hunters, "potatoes": found.potatoes, "net_min": found.net, **parts}


def _spread(figure: Spread) -> dict[str, Any]:
    return {
        "median_s": figure.median.total_seconds() if figure.median is not None else None,
        "p90_s": figure.p90.total_seconds() if figure.p90 is not None else None,
        "count": figure.count,
        "definition": figure.about,
        "distribution": [_bin(one) for one in figure.bins],
    }


def _share(figure: Share) -> dict[str, Any]:
    share = figure.part / figure.whole if figure.whole else None
    weeks = [{"from": one.day, "part": one.part, "whole": one.whole} for one in figure.parts]
    return {"part": figure.part, "whole": figure.whole, "share": share, "definition": figure.about, "weeks": weeks}


def _bin(one: Bin) -> dict[str, Any]:
    return {"up_to_s": one.below.total_seconds() if one.below else None, "count": one.count}
