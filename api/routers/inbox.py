"""What the caller was told."""

import datetime as dt
from typing import Any, Literal, Self

from ninja import Query, Schema

from api.auth import person_of
from api.routers.events import ObjectRef
from api.routing import Routes
from api.schemas.common import Body, Listing, Paging, PersonRef, Request, built, maybe
from notifications import inbox as reading
from notifications.actions import mark_read
from notifications.sentences import Line

routes = Routes("inbox")
Tab = Literal["mine", "following", "rest"]


class InboxQuery(Paging):
    """Of which tab."""

    tab: Tab | None = None


class NoteOut(Schema):
    """One thing that the caller was told."""

    id: int
    name: str
    tab: Tab
    text: str
    url: str
    object: ObjectRef
    actor: PersonRef | None
    at: dt.datetime
    read_at: dt.datetime | None

    @classmethod
    def of(cls, line: Line) -> Self:
        """The line."""
        note = line.note
        return built(
            cls,
            id=note.pk,
            name=note.name,
            tab=note.bucket,
            text=line.text,
            url=note.get_absolute_url(),
            object=ObjectRef(kind=note.kind, id=note.object_id),
            actor=maybe(note.actor),
            at=note.created,
            read_at=note.read_at,
        )


class Read(Body):
    """These, or those of a tab; all without either."""

    ids: list[int] | None = None
    tab: Tab | None = None


class ReadOut(Schema):
    """How many were unread, and how many still are."""

    read: int
    unread: dict[str, int]


@routes.get("/inbox", Listing[NoteOut])
def inbox(request: Request, query: Query[InboxQuery]) -> dict[str, Any]:
    """What the caller was told and may still see, the newest first."""
    found = reading.page(person_of(request), bucket=query.tab, cursor=query.cursor, limit=query.limit)
    return {"items": [NoteOut.of(line) for line in found.items], "next": found.next}


@routes.post("/inbox/read", ReadOut)
def read(request: Request, body: Read) -> ReadOut:
    """Mark as read."""
    person = person_of(request)
    changed = mark_read(person, ids=body.ids, bucket=body.tab)
    return ReadOut(read=changed, unread=reading.unread_by_bucket(person))
