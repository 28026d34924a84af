"""Making notifications, reading them, and saying what one wants to be told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.models import Activity
from esn.activity.spine import action, plant
from esn.lib.errors import Refused
from notifications.folding import TOGETHER, folded
from notifications.letters import plan
from notifications.models import EVERY_DAY, Bucket, Hours, Notification, Preference, Topic
from notifications.ringing import KIND as BELL_KIND
from notifications.ringing import ring
from notifications.sentences import holders_of, tellings, urgent
from notifications.wishes import Wish, Wishes, hours_of
from people.models import Person

BATCH = 1000
STALE = dt.timedelta(days=1)
"""What is told so late is not mailed any more; the inbox and the digest have it."""


@action
def notify(happened: Iterable[Activity]) -> None:
    """Tell everybody whom the rows concern, apart from whoever did it; telling a row again changes nothing."""
    rows = [row for row in happened if row.name in tellings]
    pairs = [(row, person_id) for row in rows for person_id in row.audience if person_id != row.actor_id]
    if not pairs:
        return
    people = Person.objects.active().in_bulk({person_id for _row, person_id in pairs})
    desk = Desk(Wishes(people), _holders(rows), _emergencies(rows))
    notes = [_note(row, people[person_id], desk) for row, person_id in pairs if person_id in people]
    wanted = folded([note for note in notes if note.in_app or note.by_mail])
    Notification.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=BATCH)
    plan(
        {note.person_id for note in wanted if note.by_mail},
        urgent={note.person_id for note in wanted if note.by_mail and note.is_urgent},
    )
    mine = [note for note in wanted if note.in_app and note.bucket == Bucket.MINE]
    ring(_undisturbed({note.person_id for note in mine}, {note.person_id for note in mine if note.is_urgent}))


@dataclass(frozen=True)
class Desk:
    """What a batch of notifications is made from: what people want, and whose the things are."""

    wishes: Wishes
    holders: Mapping[tuple[str, int], Set[int]]
    emergencies: Set[tuple[str, int]]


def _ids(rows: Iterable[Activity]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.kind, set()).add(row.object_id)
    return ids


def _holders(rows: Iterable[Activity]) -> Mapping[tuple[str, int], Set[int]]:
    found = _ids(rows).items()
    return {(kind, pk): people for kind, wanted in found for pk, people in holders_of(kind, wanted).items()}


def _emergencies(rows: Iterable[Activity]) -> Set[tuple[str, int]]:
    return {(kind, pk) for kind, wanted in _ids(rows).items() for pk in urgent(kind, wanted)}


def _undisturbed(person_ids: set[int], urgent_ids: set[int]) -> set[int]:
    """Whose bell may ring now; of those who hunt it rings when the hunt is over, unless it is an emergency."""
    hunting = {pk: hours.hunting_end(now()) for pk, hours in hours_of(person_ids - urgent_ids).items()}
    later = {pk: end for pk, end in hunting.items() if end > now()}
    for person_id, end in later.items():
        plant(BELL_KIND, key=f"{BELL_KIND}:{person_id}", due_at=end, person=person_id)
    return person_ids - set(later)


def _note(row: Activity, person: Person, desk: Desk) -> Notification:
    telling = tellings[row.name]
    bucket = telling.bucket(row.facts, person.pk, desk.holders.get((row.kind, row.object_id), frozenset()))
    topic = telling.topic_in(bucket)
    wish = desk.wishes.of(person.pk, topic)
    return Notification(
        person=person,
        activity=row,
        name=row.name,
        topic=topic,
        bucket=bucket,
        kind=row.kind,
        object_id=row.object_id,
        actor_id=row.actor_id,
        data=row.facts,
        created=row.at,
        in_app=wish.in_app,
        is_urgent=(row.kind, row.object_id) in desk.emergencies,
        by_mail=wish.by_mail and bool(person.email) and row.at > now() - STALE,
    )


@action
def mark_read(person: Person, *, ids: Iterable[int] | None = None, bucket: str | None = None) -> int:
    """Mark these notifications of the person's own read, those of a tab, or all; returns how many were unread."""
    notes = Notification.objects.visible_to(person).unread()
    if ids is not None:
        notes = notes.filter(pk__in=list(ids))
    if bucket:
        notes = notes.in_bucket(bucket)
    changed = notes.update(read_at=now())
    if changed:
        ring([person.pk])
    return changed


@action
def see(person: Person, *, kind: str, object_id: int) -> int:
    """The person has the thing before his eyes: what told him of it counts as read."""
    return see_all(person, things={kind: [object_id]})


@action
def see_all(person: Person, *, things: Mapping[str, Collection[int]]) -> int:
    """The same for several things, ids by kind; returns how many lines are read now.

    A line that speaks for others beside them is read when it is read itself.
    """
    lines = Notification.objects.visible_to(person).unread().about_any(things)
    changed = lines.exclude(data__has_key=TOGETHER, data__others__gt=0).update(read_at=now())
    if changed:
        ring([person.pk])
    return changed


@action
def set_wishes(person: Person, *, wishes: Mapping[Topic, Wish]) -> None:
    """Keep what the person wants to be told of, topic by topic."""
    rows = [
        Preference(person=person, topic=topic, in_app=wish.in_app, by_mail=wish.by_mail)
        for topic, wish in wishes.items()
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "topic"], update_fields=["in_app", "by_mail"]
    )


@action
def set_hours(
    person: Person,
    *,
    quiet: tuple[dt.time | None, dt.time | None],
    hunting: tuple[dt.time | None, dt.time | None] = (None, None),
    days: Collection[int] = (0, 1, 2, 3, 4),
) -> Hours:
    """No mail in `quiet`, only emergencies in `hunting` on these `days`, by the person's own clock; None for any time.

    `days` are weekdays, Monday is 0. Raises Refused if only one end of a stretch is given.
    """
    for name, (start, end) in (("quiet", quiet), ("hunting", hunting)):
        if (start is None) != (end is None):
            field = f"{name}_from" if start is None else f"{name}_until"
            raise Refused(_("These hours need a beginning and an end."), field=field)
    said = {"quiet_from": quiet[0], "quiet_until": quiet[1], "hunting_from": hunting[0], "hunting_until": hunting[1]}
    hours, _new = Hours.objects.update_or_create(
        person=person, defaults={**said, "hunting_days": sorted({day for day in days if day in EVERY_DAY})}
    )
    return hours
