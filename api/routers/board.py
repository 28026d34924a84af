"""The board, the views of it that people keep, and its figures."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.boards import BoardOut, BoardQuery, ColumnOut, LaneOut, ViewIn, ViewOut, ViewPatch
from api.schemas.common import Items, Request, Text, items
from api.schemas.insights import (
    Figures,
    GivenBackOut,
    OpenBand,
    PingPongOut,
    PingPongsOut,
    ShareOut,
    SpreadOut,
    StuckOut,
    WeekOut,
    scores,
)
from esn.lib.errors import Refused
from feeds.models import Community
from issues.actions import boards as acting
from issues.moments import FIRST_DAY, LAST_DAY, start_of
from issues.reading import board as reading
from issues.reading import boards
from issues.reading.lists import Filters
from issues.reading.report import Report, definitions, report
from people.models import Person

routes = Routes("board")
DAYS = 84


class Period(Schema):
    """From the first to the last day, both in it."""

    since: dt.date | None = Field(None, alias="from", ge=FIRST_DAY, le=LAST_DAY)
    until: dt.date | None = Field(None, alias="to", ge=FIRST_DAY, le=LAST_DAY)
    community: Text = ""


@routes.get("/board", BoardOut)
def board(request: Request, query: Query[BoardQuery]) -> BoardOut:
    """The potatoes that the caller may see, by state and heat."""
    said = query.model_dump()
    lane = said.pop("lane")
    found = reading.board(Filters(**said), person_of(request), lane=lane)
    lanes = [LaneOut(name=one.name, columns=[ColumnOut.of(cell) for cell in one.cells]) for one in found.lanes]
    together = [
        ColumnOut.together(column, [issue for one in lanes for issue in one.columns[place].issues])
        for place, column in enumerate(found.columns)
    ]
    return BoardOut(columns=together, lanes=lanes if lane else [])


@routes.get("/board/views", Items[ViewOut])
def views(request: Request) -> dict[str, Any]:
    """The views of the board that the caller keeps, and those shared with communities that he may read."""
    return items(boards.views(person_of(request)), ViewOut.of)


@routes.post("/board/views", ViewOut, status=201)
def keep_view(request: Request, body: ViewIn) -> ViewOut:
    """Keep lanes and filters under a name, for oneself or for all of a community."""
    by = person_of(request)
    place = _shared_with(by, body.shared_with) if body.shared_with is not None else None
    query = boards.kept(urlencode(body.filters.model_dump()))
    return ViewOut.of(boards.seen_by(acting.save_view(by=by, name=body.name, query=query, community=place), by))


def _shared_with(by: Person, slug: str) -> Community:
    found = Community.objects.readable_by(by).filter(slug=slug).first()
    if found is None:
        raise Refused(_("There is no such community that you may read."), "invalid", "shared_with")
    return found


@routes.patch("/board/views/{view_id}", ViewOut)
def rename_view(request: Request, view_id: int, body: ViewPatch) -> ViewOut:
    """Call it something else."""
    by = person_of(request)
    return ViewOut.of(
        boards.seen_by(acting.rename_view(finding.board_view(request, view_id), by=by, name=body.name), by)
    )


@routes.delete("/board/views/{view_id}")
def delete_view(request: Request, view_id: int) -> None:
    """Keep it no longer."""
    acting.delete_view(finding.board_view(request, view_id), by=person_of(request))


@routes.get("/insights", Figures)
def insights(request: Request, period: Query[Period]) -> Figures:
    """The figures over a period: times with distributions, shares, what is open, went round and is stuck."""
    until = period.until or timezone.localdate()
    since = period.since or until - dt.timedelta(days=DAYS)
    start, end = start_of(since), start_of(until + dt.timedelta(days=1))
    return _out(report(person_of(request), since=start, until=end, community=period.community), since, until)


def _out(found: Report, since: dt.date, until: dt.date) -> Figures:
    about, figures = definitions(), found.insights
    around = {"communities": found.groups, "owners": found.owners}
    return Figures(
        since=since,
        until=until,
        times={figure.name: SpreadOut.of(figure) for figure in figures.spreads},
        shares={figure.name: ShareOut.of(figure) for figure in figures.shares},
        open_by_heat=[OpenBand(floor=floor, count=count) for floor, count in figures.bands],
        open_over_time=[WeekOut.of(week) for week in found.weeks],
        ping_pong=PingPongsOut(
            **{name: PingPongOut.of(one, about[f"ping_pong_{name}"]) for name, one in around.items()}
        ),
        given_back=GivenBackOut.told(found.given),
        content=scores(found.content),
        stuck=[StuckOut.of(place) for place in found.stuck],
        definitions={
            name: about[name] for name in ("open_by_heat", "open_over_time", "given_back", "content", "stuck")
        },
    )
