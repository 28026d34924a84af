"""Whom and what a log names: its people become accounts, its groups communities, its customers customers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.text import slugify

from esn.activity.clock import now
from esn.activity.spine import action, record
from feeds import events as feed_events
from feeds.actions.communities import create_community
from feeds.actions.company import ensure_company
from feeds.models import Community, Membership
from issues.actions.customers import create_customer
from issues.importing.sorting import Sorted
from issues.models import Customer
from people import events as people_events
from people.models import Person

CHUNK = 500
LONGEST_HANDLE = 30
GHOST_HANDLE = "unknown-import"
GHOST_NAME = "unknown (import)"


def prepare(place: Sorted, *, source: str, by: Person) -> None:
    """Make what the log names and we do not have yet, and tell `place` who is who. Twice is once."""
    ensure_company()
    while names := place.unmet("person", CHUNK):
        place.introduce("person", people(names, by=by))
    while names := place.unmet("group", CHUNK):
        place.introduce("group", {name: group(name, source=source, by=by).pk for name in names})
    while names := place.unmet("customer", CHUNK):
        place.introduce("customer", customers(names, by=by))
    seat_together(place)


@action
def ghost(*, by: Person) -> Person:
    """Whoever did what the log does not say of anyone."""
    found = Person.objects.filter(handle=GHOST_HANDLE).first()
    if found is None:
        found = Person(
            handle=GHOST_HANDLE, name=GHOST_NAME, is_ghost=True, is_active=False, password=make_password(None)
        )
        found.save(force_insert=True)
        record(people_events.created, found, by=by, handle=found.handle, role=found.role)
    return found


@action
def people(names: Iterable[str], *, by: Person) -> dict[str, int]:
    """The person of each name or address; whoever is not there becomes an active account without a password."""
    known = _known_people(names)
    fresh = [_account(name) for name in names if name not in known]
    _free_handles(fresh)
    Person.objects.bulk_create(fresh)
    for person in fresh:
        record(people_events.created, person, by=by, handle=person.handle, role=person.role)
    _enrol(fresh)
    return known | {person.email or person.name: person.pk for person in fresh}


def _known_people(names: Iterable[str]) -> dict[str, int]:
    addresses = [name for name in names if "@" in name]
    found = dict(Person.objects.filter(email__in=addresses).values_list("email", "pk"))
    plain = Person.objects.filter(name__in=set(names) - set(addresses), is_ghost=False)
    return found | dict(plain.order_by("is_active", "-pk").values_list("name", "pk"))


def _account(name: str) -> Person:
    at = "@" in name
    shown = name.partition("@")[0] if at else name
    handle = slugify(shown)[:LONGEST_HANDLE].strip("-_") or "person"
    if len(handle) < 2:
        handle = f"{handle}-{_short(name)}"
    return Person(handle=handle, name=shown, email=name if at else "", password=make_password(None), created=now())


def _free_handles(fresh: list[Person]) -> None:
    """Whoever would have a handle that is taken gets one that follows from the whole name."""
    wanted = [person.handle for person in fresh]
    taken = set(Person.objects.filter(handle__in=wanted).values_list("handle", flat=True))
    for person in fresh:
        if person.handle in taken:
            person.handle = f"{person.handle[: LONGEST_HANDLE - 9]}-{_short(person.email or person.name)}"
        taken.add(person.handle)


def _short(name: str) -> str:
    return hashlib.blake2b(name.encode(), digest_size=4).hexdigest()


def _enrol(fresh: list[Person]) -> None:
    """Everybody is in the company's own community."""
    seat(Community.objects.locked(ensure_company()), fresh)


def seat(community: Community, members: Iterable[Person]) -> None:
    """Make those members of a locked community who are not yet; one count for all of them."""
    ids = {person.pk: person for person in members if person.is_active and not person.is_ghost}
    inside = set(Membership.objects.filter(community=community, person__in=ids).values_list("person_id", flat=True))
    new = [person for pk, person in ids.items() if pk not in inside]
    moment = now()
    Membership.objects.bulk_create([Membership(community=community, person=person, since=moment) for person in new])
    Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + len(new))
    for person in new:
        record(feed_events.joined, community, by=None, person=person, role="member")


@action
def group(name: str, *, source: str, by: Person) -> Community:
    """The open community of a group of the log."""
    reference = f"{source}:{name}"[:120]
    found = Community.objects.filter(external_ref=reference).first()
    return found or create_community(by=by, name=name, external_ref=reference)


@action
def customers(names: Iterable[str], *, by: Person) -> dict[str, int]:
    """The customer of each name."""
    plain = {name: " ".join(name.split()).lower() for name in names}
    rows = Customer.objects.annotate(plain=Lower("name")).filter(plain__in=plain.values())
    known = dict(rows.values_list("plain", "pk"))
    for name, key in plain.items():
        if key not in known:
            known[key] = create_customer(by=by, name=name).pk
    return {name: known[key] for name, key in plain.items()}


def seat_together(place: Sorted) -> None:
    """Who was assigned something in a group is a member of its community."""
    teams: dict[str, list[str]] = {}
    for community, person in place.pairs():
        teams.setdefault(community, []).append(person)
    groups = place.known("group", teams)
    for name, members in teams.items():
        _seat_team(groups[name], place.known("person", members).values())


@action
def _seat_team(community: int, people_ids: Iterable[int]) -> None:
    locked = Community.objects.locked(Community.objects.get(pk=community))
    seat(locked, Person.objects.filter(pk__in=list(people_ids)))
