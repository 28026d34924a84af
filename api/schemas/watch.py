"""The watch and the working hours of a community as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Field, Schema

from api.schemas.common import Body, Clock, Moment, PersonRef, Text, built, maybe
from feeds.models import Community
from issues.calendars import written
from issues.models import CommunityHours, Rota, Shift, Swap
from issues.reading.watch import Now
from issues.shifts import Turn
from issues.working import hours_of

Rhythm = Literal["weekly", "daily"]


class TurnOut(Schema):
    """A stretch of watch; a gap is where the person is away, or it is nobody's turn."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    person: PersonRef | None
    is_gap: bool

    @classmethod
    def of(cls, turn: Turn) -> TurnOut:
        """The turn."""
        return cls(starts_at=turn.start, ends_at=turn.end, person=maybe(turn.person), is_gap=turn.is_gap)


class RotaOut(Schema):
    """Who takes turns, by handle; `turns_on` is the day of a weekly turn, Monday 0; `weekend` is null if as others."""

    rhythm: Rhythm
    zone: str
    turns_at: dt.time
    turns_on: int
    starts_on: dt.date
    week: list[str]
    weekend: list[str] | None

    @classmethod
    def of(cls, rota: Rota) -> RotaOut:
        """The rota with its lines."""
        places = list(rota.places.select_related("person"))
        weekend = [place.person.handle for place in places if place.is_weekend]
        return built(
            cls,
            rhythm=rota.rhythm,
            zone=rota.zone,
            turns_at=rota.turns_at,
            turns_on=rota.turns_on,
            starts_on=rota.starts_on,
            week=[place.person.handle for place in places if not place.is_weekend],
            weekend=weekend if rota.has_weekends_apart else None,
        )


class ShiftOut(Schema):
    """A stretch that differs from the rota."""

    id: int
    person: PersonRef
    starts_at: dt.datetime
    ends_at: dt.datetime

    @classmethod
    def of(cls, shift: Shift) -> ShiftOut:
        """The shift."""
        return cls(id=shift.pk, person=PersonRef.of(shift.person), starts_at=shift.starts_at, ends_at=shift.ends_at)


class SwapOut(Schema):
    """A question whether `to` takes the stretch that is `by`'s; it is his until the other accepts."""

    id: int
    by: PersonRef
    to: PersonRef
    starts_at: dt.datetime
    ends_at: dt.datetime

    @classmethod
    def of(cls, swap: Swap) -> SwapOut:
        """The question."""
        by, to = PersonRef.of(swap.asked_by), PersonRef.of(swap.asked_to)
        return cls(id=swap.pk, by=by, to=to, starts_at=swap.starts_at, ends_at=swap.ends_at)


class WatchOut(Schema):
    """Who is accountable `now` for fresh potatoes, who comes `next`, and the turns of the next four weeks."""

    now: PersonRef
    next: TurnOut | None
    turns: list[TurnOut]
    rota: RotaOut | None
    shifts: list[ShiftOut]
    swaps: list[SwapOut]

    @classmethod
    def of(cls, watch: Now, swaps: list[Swap]) -> WatchOut:
        """The watch, with the swaps that are the caller's to see."""
        return cls(
            now=PersonRef.of(watch.holder),
            next=TurnOut.of(watch.next) if watch.next else None,
            turns=[TurnOut.of(turn) for turn in watch.turns],
            rota=RotaOut.of(watch.rota) if watch.rota else None,
            shifts=[ShiftOut.of(shift) for shift in watch.shifts],
            swaps=[SwapOut.of(swap) for swap in swaps],
        )


class PersonIn(Body):
    """Who stands behind the rota."""

    person: Text


class RotaIn(Body):
    """A rota; people by handle, in their order."""

    rhythm: Rhythm
    zone: Text
    turns_at: Clock
    starts_on: dt.date
    week: list[Text]
    turns_on: int = 0
    weekend: list[Text] | None = None


class ShiftIn(Body):
    """Who takes which stretch, whatever the rota says."""

    person: Text
    starts_at: Moment
    ends_at: Moment


class SwapIn(Body):
    """Who is asked to take which stretch of the caller's own watch."""

    to: Text
    starts_at: Moment
    ends_at: Moment


class HoursOut(Schema):
    """When a community works: seven days, Monday first, as `9:00-12:00, 13:00-17:00`; `is_own` or the company's."""

    zone: str
    days: list[str]
    holidays: dict[str, str]
    is_own: bool
    version: int

    @classmethod
    def of(cls, community: Community, own: CommunityHours | None) -> HoursOut:
        """The hours that count."""
        hours = hours_of(community)
        names = own.holidays if own else {}
        return cls(
            zone=hours.zone.key,
            days=[written(day) for day in hours.week],
            holidays={day.isoformat(): names.get(day.isoformat(), "") for day in sorted(hours.holidays)},
            is_own=own is not None,
            version=own.version if own else 0,
        )


class HoursIn(Body):
    """The hours; `version` is the one that was read."""

    zone: Text
    days: list[Text] = Field(min_length=7, max_length=7)
    holidays: dict[dt.date, Text] = {}
    version: int | None = None
