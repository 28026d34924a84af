"""Whose digest is due, and of which period: the latest one of each person only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from digests.models import MORNING, Digest, Frequency, State, Weekday
from digests.periods import Period, latest_day, latest_week
from people.models import Person


@dataclass(frozen=True)
class Rhythm:
    """How often and when, as it counts: a person's own or the default."""

    frequency: str
    hour: dt.time
    weekday: int
    zone: str


@dataclass(frozen=True)
class Due:
    """A period of a person's that has come; `digest` is its row in the ledger, if there is one."""

    person_id: int
    kind: str
    period: Period
    hour: dt.time
    digest: int | None = None
    state: str = ""

    @property
    def key(self) -> str:
        """One for each person, kind and period."""
        return f"digest:{self.person_id}:{self.kind}:{self.period.day}"


def due(at: dt.datetime) -> list[Due]:
    """The latest period of everybody who wants digests, at that moment, with where it stands in the ledger."""
    wanted = [(person_id, rhythm, latest(rhythm, at)) for person_id, rhythm in rhythms()]
    rows = Digest.objects.filter(period__in={period.day for _person, _rhythm, period in wanted})
    ledger = {
        (person_id, kind, day): (pk, state)
        for pk, person_id, kind, day, state in rows.values_list("pk", "person", "kind", "period", "state")
    }
    found = []
    for person_id, rhythm, period in wanted:
        pk, state = ledger.get((person_id, rhythm.frequency, period.day), (None, ""))
        found.append(Due(person_id, rhythm.frequency, period, rhythm.hour, pk, state))
    return found


def rhythms() -> list[tuple[int, Rhythm]]:
    """Everybody who can get mail and has not said no, in the order of their ids."""
    people = Person.objects.active().exclude(email="").exclude(digest_rhythm__frequency=Frequency.OFF).order_by("pk")
    rows = people.values_list("pk", "zone", "digest_rhythm__frequency", "digest_rhythm__hour", "digest_rhythm__weekday")
    return [
        (pk, Rhythm(frequency or Frequency.DAILY, hour or MORNING, weekday or Weekday.MONDAY, zone))
        for pk, zone, frequency, hour, weekday in rows
    ]


@lru_cache(maxsize=4096)
def latest(rhythm: Rhythm, at: dt.datetime) -> Period:
    """The newest period of this rhythm that is due at `at`."""
    zone = ZoneInfo(rhythm.zone)
    if rhythm.frequency == Frequency.WEEKLY:
        return latest_week(at, weekday=rhythm.weekday, hour=rhythm.hour, zone=zone)
    return latest_day(at, hour=rhythm.hour, zone=zone)


def is_settled(item: Due) -> bool:
    """Whether nothing is left to do for it, ever."""
    return item.state in (State.SENT, State.DROPPED)
