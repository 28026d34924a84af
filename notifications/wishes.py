"""What people want to be told of, and when mail may reach them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notifications.models import MAILED, Hours, Preference, Topic
from people.models import Person


@dataclass(frozen=True)
class Wish:
    """The channels by which one topic may reach one person."""

    in_app: bool
    by_mail: bool


class Wishes:
    """The wishes of some people, read in one query; the default where they said nothing."""

    def __init__(self, person_ids: Iterable[int]) -> None:
        rows = Preference.objects.filter(person__in=set(person_ids))
        self._said = {(row.person_id, row.topic): Wish(row.in_app, row.by_mail) for row in rows}

    def of(self, person_id: int, topic: str) -> Wish:
        """The person's wish on the topic."""
        return self._said.get((person_id, topic)) or Wish(in_app=True, by_mail=topic in MAILED)


def matrix(person: Person) -> list[tuple[Topic, Wish]]:
    """Every topic with the person's wish, for the settings page."""
    wishes = Wishes([person.pk])
    return [(topic, wishes.of(person.pk, topic)) for topic in Topic]


def hours_of(person_ids: Iterable[int]) -> Mapping[int, Hours]:
    """The quiet hours of those who have set any, or were sent mail."""
    rows = Hours.objects.filter(person__in=set(person_ids)).select_related("person")
    return {row.person_id: row for row in rows}
