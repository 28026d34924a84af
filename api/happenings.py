"""Reading Activity in commit order below every running transaction, with a cursor that knows its database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from api.refusals import Gone
from esn.activity import history
from esn.activity.models import Activity
from esn.live import streams
from feeds.models import Comment, Community, Post
from issues.models import Customer, Issue, Task
from people.models import Person

SALT = "api.events"
LOOKS = 5

_NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_EPOCH = "SELECT system_identifier::text FROM pg_control_system()"

SEEN: Mapping[str, Callable[[Person], QuerySet[Any]]] = {
    "issue": Issue.objects.visible_to,
    "task": Task.objects.visible_to,
    "post": Post.objects.visible_to,
    "comment": Comment.objects.visible_to,
    "community": Community.objects.readable_by,
    "customer": Customer.objects.visible_to,
    "person": Person.objects.visible_to,
}
"""By kind of thing, which of them a person may see."""


@dataclass(frozen=True)
class Happening:
    """A row of Activity with its cursor, who did it, and the first of its streams that the reader may hear."""

    row: Activity
    cursor: str
    actor: Person | None = None
    topic: str | None = None


def happenings(person: Person, *, since: str, limit: int) -> tuple[list[Happening], str]:
    """At most `limit` things after the cursor `since` that the person may see, and the cursor to go on from.

    Without a cursor nothing, and where to begin. Raises Gone for a cursor of another database, or one that was altered.
    """
    epoch = _one(_EPOCH)
    if not since:
        return [], _cursor(epoch, int(_one(_NOW)), 0)
    xid, last = _place(since, epoch)
    found: list[Happening] = []
    for _look in range(LOOKS):
        rows = history.after(xid, last, most=limit)
        seen = _visible(person, rows)
        for row in rows:
            xid, last = row.xid, row.pk
            if row in seen:
                found.append(Happening(row, _cursor(epoch, row.xid, row.pk)))
            if len(found) == limit:
                break
        if len(found) == limit or len(rows) < limit:
            break
    return _completed(person, found), _cursor(epoch, xid, last)


def _one(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def _cursor(epoch: str, xid: int, last: int) -> str:
    return signing.Signer(salt=SALT).sign_object([epoch, xid, last], compress=True)


def _place(cursor: str, epoch: str) -> tuple[int, int]:
    try:
        known, xid, last = signing.Signer(salt=SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        raise _gone() from None
    if known != epoch:
        raise _gone()
    return xid, last


def _gone() -> Gone:
    return Gone(_("This cursor leads nowhere any more; begin anew without one."), "cursor_gone")


def _visible(person: Person, rows: list[Activity]) -> set[Activity]:
    """The rows whose thing the person may see; one query for each kind. What is not known here is nobody's."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.kind].add(row.object_id)
    known = {kind: SEEN[kind](person).filter(pk__in=wanted) for kind, wanted in ids.items() if kind in SEEN}
    seen = {kind: set(rows.values_list("pk", flat=True)) for kind, rows in known.items()}
    return {row for row in rows if row.object_id in seen.get(row.kind, ())}


def _completed(person: Person, found: list[Happening]) -> list[Happening]:
    """With actors and topics, as far as the person may see them: a thing that moved came from somewhere else."""
    people = Person.objects.visible_to(person).in_bulk({one.row.actor_id for one in found if one.row.actor_id})
    heard = streams.readable(person.pk, {topic for one in found for topic in one.row.topics})
    return [
        Happening(
            one.row,
            one.cursor,
            people.get(one.row.actor_id or 0),
            next((topic for topic in one.row.topics if topic in heard), None),
        )
        for one in found
    ]
