"""Reading Activity in commit order below every running transaction, with a cursor that knows its database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.core import signing
from django.db import connection
from django.utils.translation import gettext as _

from api.refusals import Gone
from esn.activity.models import Activity
from feeds.models import Comment, Community, Post
from issues.models import Customer, Issue, Task
from people.models import Person

SALT = "api.events"
LOOKS = 5

_AFTER = """
SELECT * FROM activity_activity
WHERE (xid, id) > (%s::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot()) AND NOT replayed
ORDER BY activity_activity.xid, id LIMIT %s
"""
_NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_EPOCH = "SELECT system_identifier::text FROM pg_control_system()"

Seen = Callable[[Person, set[int]], Iterable[int]]
SEEN: Mapping[str, Seen] = {
    "issue": lambda person, ids: Issue.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True),
    "task": lambda person, ids: Task.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True),
    "post": lambda person, ids: Post.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True),
    "comment": lambda person, ids: Comment.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True),
    "community": lambda person, ids: (
        Community.objects.readable_by(person).filter(pk__in=ids).values_list("pk", flat=True)
    ),
    "customer": lambda person, ids: Customer.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True),
    "person": lambda person, ids: Person.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True),
}


@dataclass(frozen=True)
class Happening:
    """A row of Activity with its cursor and who did it."""

    row: Activity
    cursor: str
    actor: Person | None


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
        rows = list(Activity.objects.raw(_AFTER, [str(xid), last, limit]))
        seen = _visible(person, rows)
        for row in rows:
            xid, last = row.xid, row.pk
            if row in seen:
                found.append(Happening(row, _cursor(epoch, row.xid, row.pk), None))
            if len(found) == limit:
                break
        if len(found) == limit or len(rows) < limit:
            break
    return _with_actors(person, found), _cursor(epoch, xid, last)


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
    seen = {kind: set(SEEN[kind](person, wanted)) for kind, wanted in ids.items() if kind in SEEN}
    return {row for row in rows if row.object_id in seen.get(row.kind, ())}


def _with_actors(person: Person, found: list[Happening]) -> list[Happening]:
    people = Person.objects.visible_to(person).in_bulk({one.row.actor_id for one in found if one.row.actor_id})
    return [Happening(one.row, one.cursor, people.get(one.row.actor_id or 0)) for one in found]
