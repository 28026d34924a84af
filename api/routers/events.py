"""What changed, in commit order, as far as the caller may see it."""

import datetime as dt
from typing import Any, Self

from ninja import Field, Query, Schema

from api.auth import person_of
from api.happenings import Happening, happenings
from api.routing import Routes
from api.schemas.common import PersonRef, Request, Text, maybe

routes = Routes("events")


class EventsQuery(Schema):
    """After which cursor, and how many."""

    since: Text = ""
    limit: int = Field(50, ge=1, le=200)


class ObjectRef(Schema):
    """What it happened to."""

    kind: str
    id: int


class EventOut(Schema):
    """One thing that happened."""

    cursor: str
    name: str
    topic: str | None
    at: dt.datetime
    actor: PersonRef | None
    object: ObjectRef

    @classmethod
    def of(cls, happening: Happening) -> Self:
        """The happening."""
        row = happening.row
        return cls(
            cursor=happening.cursor,
            name=row.name,
            topic=happening.topic,
            at=row.at,
            actor=maybe(happening.actor),
            object=ObjectRef(kind=row.kind, id=row.object_id),
        )


class EventsOut(Schema):
    """Some events, and the cursor to go on from."""

    items: list[EventOut]
    next: str


@routes.get("/events", EventsOut)
def events(request: Request, query: Query[EventsQuery]) -> dict[str, Any]:
    """What happened after `since` (from now on without it); an expired or foreign cursor is 410."""
    found, cursor = happenings(person_of(request), since=query.since, limit=query.limit)
    return {"items": [EventOut.of(one) for one in found], "next": cursor}
