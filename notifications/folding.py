"""Lines that say the same of many things at once: one for each person, which grows until it is read or mailed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from notifications.models import Notification
from notifications.sentences import tellings

TOGETHER = "together"
GROWS_FOR = dt.timedelta(hours=1)
"""What comes later than this is told in a line of its own; an outage is made good within minutes."""
Key = tuple[int, str]


def folded(notes: Iterable[Notification]) -> list[Notification]:
    """The notifications to be made of these: of those that fold, one a person and sentence, or none if one grows.

    An emergency is told in a line of its own. The same thing told again changes nothing.
    """
    alone: list[Notification] = []
    groups: dict[Key, list[Notification]] = defaultdict(list)
    for note in notes:
        if tellings[note.name].folds(note.data) and not note.is_urgent:
            groups[_key(note)].append(note)
        else:
            alone.append(note)
    growing = _growing(groups) if groups else {}
    for key, group in groups.items():
        if key in growing:
            _take_in(growing[key], group)
        else:
            alone.append(_take_in(group[0], group))
    Notification.objects.bulk_update(growing.values(), ["data"])
    return alone


def _key(note: Notification) -> Key:
    return note.person_id, note.name


def _growing(groups: Mapping[Key, Sequence[Notification]]) -> dict[Key, Notification]:
    """The lines that still take in more, locked: neither read nor mailed, nor in a letter on its way."""
    people, names = {person for person, _name in groups}, {name for _person, name in groups}
    waiting = Notification.objects.filter(person__in=people, name__in=names, data__has_key=TOGETHER)
    since = min(note.created for group in groups.values() for note in group) - GROWS_FOR
    waiting = waiting.unread().filter(mailed_at=None, mail_job=None, created__gt=since)
    found = {_key(note): note for note in waiting.order_by("pk").select_for_update(of=("self",), no_key=True)}
    return {key: note for key, note in found.items() if key in groups}


def _take_in(note: Notification, group: Iterable[Notification]) -> Notification:
    ids = [*note.data.get(TOGETHER, [note.object_id]), *(one.object_id for one in group)]
    things = list(dict.fromkeys(ids))
    note.data = {**note.data, TOGETHER: things, "others": len(things) - 1}
    return note
