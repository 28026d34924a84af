"""Reading the inbox: a tab of it in words, and how much is unread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from esn import moments
from esn.lib.pages import keyset
from notifications.models import Bucket, Notification
from notifications.sentences import Line, lines
from people.models import Person

PAGE = 30


@dataclass(frozen=True)
class InboxPage:
    """Some lines, the cursor of those after them, and the ids of what the person may no longer see."""

    items: list[Line]
    next: str | None
    lost: list[int]


@dataclass(frozen=True)
class Day:
    """The lines of one day."""

    label: str
    lines: list[Line]


def page(person: Person, *, bucket: str | None = None, cursor: str | None = None, limit: int = PAGE) -> InboxPage:
    """The newest lines of one tab, or of all, that the person may still see.

    Raises Refused for a bad cursor.
    """
    notes = Notification.objects.visible_to(person).for_lines()
    found = keyset(notes.in_bucket(bucket) if bucket else notes, cursor=cursor, limit=limit)
    told = lines(found.items, person)
    seen = {line.note.pk for line in told}
    return InboxPage(told, found.next, [note.pk for note in found.items if note.pk not in seen])


def unread_by_bucket(person: Person) -> dict[str, int]:
    """How many lines of each tab are unread."""
    notes = Notification.objects.visible_to(person).unread()
    counts = dict(notes.order_by().values_list("bucket").annotate(Count("id")))
    return {bucket: counts.get(bucket, 0) for bucket in Bucket.values}


def unread(person_ids: Iterable[int]) -> dict[int, int]:
    """What the bell of each person shows: how much of his own is unread."""
    ids = set(person_ids)
    notes = Notification.objects.filter(person__in=ids, in_app=True).in_bucket(Bucket.MINE).unread()
    counts = dict(notes.order_by().values_list("person").annotate(Count("id")))
    return {person_id: counts.get(person_id, 0) for person_id in ids}


def bell(request: HttpRequest) -> int:
    """`frame.unread`: what the bell shows on a page."""
    if not isinstance(request.user, Person):
        return 0
    return unread([request.user.pk])[request.user.pk]


def by_day(told: list[Line], person: Person) -> list[Day]:
    """The lines under Today, Yesterday and dates, by the person's own clock."""
    days = groupby(told, key=lambda line: line.note.created.astimezone(person.tz).date())
    today = timezone.now().astimezone(person.tz).date()
    words = {0: _("Today"), 1: _("Yesterday")}
    return [Day(words.get((today - day).days) or moments.day(day, today=today), list(group)) for day, group in days]
