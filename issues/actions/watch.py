"""Who is on watch: named, by turns of a rota, by exception, or swapped between two who agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Conflict, Refused
from feeds.models import Community, Membership
from issues import events, lifecycle, policies
from issues.models import Rota, RotaPlace, Shift, Swap, Watch
from issues.rota import Rhythm
from issues.shifts import spans_of
from people.models import Person

MOST_IN_LINE = 50
FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Turns:
    """What a moderator says of a rota; `weekend` is None where weekends are days as others."""

    rhythm: str
    zone: str
    turns_at: dt.time
    starts_on: dt.date
    week: Sequence[Person]
    turns_on: int = 0
    weekend: Sequence[Person] | None = None


@action
def set_watch(community: Community, *, by: Person, person: Person) -> Watch:
    """Put a member on watch wherever no rota says who is, or its person is not here."""
    policies.check(policies.may_arrange(by, community))
    _check_able(person, community, "person")
    watch, _new = Watch.objects.update_or_create(community=community, defaults={"person": person, "since": now()})
    record(events.watch_set, community, by=by, to=person)
    return watch


@action
def set_rota(community: Community, turns: Turns, *, by: Person) -> Rota:
    """Let people take turns on watch. Raises Refused for a line without people, a stranger in it, or no such zone."""
    community = Community.objects.locked(community)
    _check_turns(turns, community)
    policies.check(policies.may_arrange(by, community))
    facts = {
        "rhythm": turns.rhythm, "zone": turns.zone, "turns_at": turns.turns_at, "turns_on": turns.turns_on,
        "starts_on": turns.starts_on, "has_weekends_apart": turns.weekend is not None,
    }  # fmt: skip
    rota, _new = Rota.objects.update_or_create(community=community, defaults=facts)
    rota.places.all().delete()
    lines = [(False, turns.week), (True, turns.weekend or ())]
    RotaPlace.objects.bulk_create(
        RotaPlace(rota=rota, person=person, is_weekend=is_weekend, position=position)
        for is_weekend, line in lines
        for position, person in enumerate(line)
    )
    told = {person.pk for _is_weekend, line in lines for person in line} - {by.pk}
    said = [person.pk for person in turns.week]
    record(events.rota_set, community, by=by, people=sorted(told), rhythm=turns.rhythm, line=said)
    return rota


def _check_turns(turns: Turns, community: Community) -> None:
    if turns.zone not in available_timezones():
        raise Refused(_("There is no such time zone."), field="zone")
    if turns.rhythm not in Rhythm.values or not 0 <= turns.turns_on <= 6:
        raise Refused(_("The watch passes on every day, or every week on a weekday."), field="rhythm")
    for field, line in (("week", turns.week), ("weekend", turns.weekend)):
        if line is not None and not line:
            raise Refused(_("A rota needs people: name one at least."), "blank", field)
        if line is not None and len(line) > MOST_IN_LINE:
            raise Refused(_("That is more people than a rota can take."), field=field)
        for person in line or ():
            _check_able(person, community, field)


@action
def end_rota(community: Community, *, by: Person) -> None:
    """Do without a rota: whoever stands behind it is on watch again. Twice is once."""
    policies.check(policies.may_arrange(by, community))
    gone, _counts = Rota.objects.filter(community=community).delete()
    if gone:
        record(events.rota_ended, community, by=by)


@action
def set_shift(
    community: Community, *, by: Person, person: Person, starts_at: dt.datetime, ends_at: dt.datetime
) -> Shift:
    """Put somebody on watch for a stretch, whatever the rota says; the latest word on a moment counts."""
    _check_able(person, community, "person")
    _check_stretch(starts_at, ends_at)
    policies.check(policies.may_arrange(by, community))
    shift = Shift.objects.create(community=community, person=person, starts_at=starts_at, ends_at=ends_at, by=by)
    record(events.shift_set, community, by=by, to=person, starts_at=starts_at, ends_at=ends_at)
    return shift


@action
def take_back_shift(shift: Shift, *, by: Person) -> None:
    """Let the rota say again who is on watch."""
    policies.check(policies.may_arrange(by, shift.community))
    record(events.shift_taken_back, shift.community, by=by, to=shift.person, **_stretch(shift))
    shift.delete()


@action
def ask_swap(community: Community, *, by: Person, to: Person, starts_at: dt.datetime, ends_at: dt.datetime) -> Swap:
    """Ask `to` to take a stretch of the watch that is all one's own. It stays one's own until he accepts."""
    if to.pk == by.pk:
        raise Refused(_("It is yours already."), field="to")
    _check_able(to, community, "to")
    _check_stretch(starts_at, ends_at)
    _check_own(community, by, starts_at, ends_at)
    if Swap.objects.filter(community=community, asked_by=by, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict(_("You have already asked somebody; take that back first."), "already_asked")
    swap = Swap.objects.create(
        community=community, asked_by=by, asked_to=to, starts_at=starts_at, ends_at=ends_at, asked_at=now()
    )
    record(events.swap_asked, community, by=by, to=to, starts_at=starts_at, ends_at=ends_at)
    return swap


@action
def accept_swap(swap: Swap, *, by: Person) -> Shift:
    """Take the other's stretch. Raises Conflict where it is no longer his to give, or over."""
    swap = _asked(swap)
    if by.pk != swap.asked_to_id:
        policies.check(_("Somebody else was asked."))
    if swap.ends_at <= now():
        raise Conflict(_("That shift is over."), "too_late")
    _check_able(by, swap.community, "to")
    _check_own(swap.community, swap.asked_by, max(swap.starts_at, now()), swap.ends_at)
    shift = Shift.objects.create(
        community=swap.community, person=by, starts_at=swap.starts_at, ends_at=swap.ends_at, by=swap.asked_by
    )
    record(events.swap_accepted, swap.community, by=by, to=swap.asked_by, **_stretch(swap))
    swap.delete()
    return shift


@action
def refuse_swap(swap: Swap, *, by: Person) -> None:
    """Leave the other his stretch."""
    swap = _asked(swap)
    if by.pk != swap.asked_to_id:
        policies.check(_("Somebody else was asked."))
    record(events.swap_refused, swap.community, by=by, to=swap.asked_by, **_stretch(swap))
    swap.delete()


@action
def withdraw_swap(swap: Swap, *, by: Person) -> None:
    """Ask no more."""
    swap = _asked(swap)
    if by.pk != swap.asked_by_id:
        policies.check(_("Somebody else asked."))
    record(events.swap_withdrawn, swap.community, by=by, to=swap.asked_to, **_stretch(swap))
    swap.delete()


ANSWERS: Mapping[str, Callable[..., object]] = {
    "accept": accept_swap,
    "refuse": refuse_swap,
    "withdraw": withdraw_swap,
}
"""What ends the question of a swap, by the word that an address has for it."""


@action
def leave_watch(person: Person, community: Community, _by: Person | None) -> None:
    """Whoever is no member any more neither asks nor answers there, and his exceptions to come are none."""
    swaps = Swap.objects.filter(community=community)
    (swaps.filter(asked_by=person) | swaps.filter(asked_to=person)).delete()
    Shift.objects.filter(community=community, person=person, ends_at__gt=now()).delete()


def _stretch(of: Shift | Swap) -> dict[str, dt.datetime]:
    return {"starts_at": of.starts_at, "ends_at": of.ends_at}


def _asked(swap: Swap) -> Swap:
    """The open question, locked together with the watch of its community."""
    Community.objects.locked(swap.community)
    found = Swap.objects.select_related("community", "asked_by", "asked_to").filter(pk=swap.pk).first()
    if found is None:
        raise Conflict(_("It was answered or taken back meanwhile."), lifecycle.ILLEGAL)
    return found


def _check_able(person: Person, community: Community, field: str) -> None:
    is_member = Membership.objects.filter(community=community, person=person).exists()
    if not person.is_active or person.is_ghost or not is_member:
        raise Refused(_("Only an active member can be on watch."), field=field)


def _check_stretch(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if ends_at <= starts_at:
        raise Refused(_("It must end after it begins."), field="ends_at")
    if ends_at <= now():
        raise Refused(_("That moment is already past."), field="ends_at")
    if ends_at > now() + FARTHEST:
        raise Refused(_("That is more than a year ahead."), field="ends_at")


def _check_own(community: Community, person: Person, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    spans = [span for span in spans_of(community, starts_at, ends_at) if span.end > starts_at and span.start < ends_at]
    if not spans or any(span.person != person.pk for span in spans):
        raise Conflict(_("That stretch is not all %(name)s's watch.") % {"name": person.first_name}, "not_yours")
