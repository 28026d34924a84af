"""Several potatoes of the board moved at once and taken back, and how many its columns should hold."""

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.several import LimitsBody, SeveralIn, SeveralOut
from feeds.models import Community
from issues.actions import boards, bulk
from issues.models import ColumnLimit

routes = Routes("board")


@routes.post("/board/moves", SeveralOut)
def move(request: Request, body: SeveralIn) -> SeveralOut:
    """Move up to fifty potatoes to one column; each that may not go there stays, with its reason, and stops no other.

    A catch, a reopening and a setting aside know no way back: `undo` is null if there was nothing else.
    """
    by, said = person_of(request), body.said()
    return SeveralOut.of(bulk.move_all(bulk.chosen(body.issues, by=by), body.status, by=by, said=said))


@routes.post("/board/moves/{undo}/undo", SeveralOut)
def take_back(request: Request, undo: str) -> SeveralOut:
    """Take the caller's latest move of several back, once: each potato goes where it was, unless it moved on since."""
    return SeveralOut.back(bulk.take_back(undo, by=person_of(request)))


def _out(community: Community) -> LimitsBody:
    known = ColumnLimit.objects.filter(community=community).values_list("status", "most")
    return LimitsBody.of(dict(known))


@routes.get("/communities/{slug}/limits", LimitsBody)
def limits(request: Request, slug: str) -> LimitsBody:
    """How many potatoes the columns of a community should hold at the most."""
    return _out(finding.readable(request, slug))


@routes.put("/communities/{slug}/limits", LimitsBody)
def set_limits(request: Request, slug: str, body: LimitsBody) -> LimitsBody:
    """Set them all; the community's moderators may."""
    found = finding.readable(request, slug)
    boards.set_column_limits(found, by=person_of(request), limits=body.limits())
    return _out(found)
