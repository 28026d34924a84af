"""The company of every test, made by the actions: who is who, and which communities they are in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from feeds.actions import communities
from feeds.models import Community
from issues.actions import customers, potatoes, watch
from issues.actions.potatoes import Flag
from issues.laddering import forget_rules
from issues.models import Customer, Issue
from issues.models.rules import forget_numbers
from issues.working import forget_hours
from people.actions.people import create_person, set_skills
from people.models import Person, Role, Team
from tests.remembered import Memory, remember

PASSWORD = "potluck-demo"


@dataclass(frozen=True)
class World:
    """Six people and four communities; Maya moderates and is on watch in `company`."""

    rita: Person
    carl: Person
    maya: Person
    ines: Person
    gus: Person
    ada: Person
    company: Community
    sales: Community
    lab: Community
    board_room: Community


def company_again() -> World:
    """The company, made by the actions once in a run and written as it was from then on; in a network that is empty."""
    forget_all()
    if Person.objects.exists():
        return make_company()
    if not _memories:
        made = make_company()
        _memories.append(remember())
        return made
    with transaction.atomic():
        _memories[0].write()
    people = {one.handle: one for one in Person.objects.select_related("team", "manager")}
    places = {one.slug: one for one in Community.objects.all()}
    return World(
        *(people[handle] for handle in ("rita", "carl", "maya", "ines", "gus", "ada")),
        *(places[slug] for slug in ("company", "sales", "lab", "board_room")),
    )


_memories: list[Memory] = []


def forget_all() -> None:
    """Communities have the same ids in every test: what this process read in the test before must not count."""
    forget_hours()
    forget_rules()
    forget_numbers()


def make_company() -> World:
    """Rita hunts, Carl catches, Maya manages, Ines is in another team, Gus is a guest, Ada administers."""
    forget_all()
    teams = {slug: Team.objects.create(slug=slug, name=slug.title()) for slug in ("sales", "platform")}
    ada = person("ada", "Ada Lind", role=Role.ADMIN, is_last_resort=True, title="Administrator")
    maya = person("maya", "Maya Roth", by=ada, team=teams["sales"], title="Head of sales")
    rita = person("rita", "Rita Vogel", by=ada, team=teams["sales"], manager=maya, is_hunter=True, title="Sales rep")
    carl = person("carl", "Carl Brandt", by=ada, team=teams["sales"], manager=maya, title="Engineer")
    ines = person("ines", "Inès Varga", by=ada, team=teams["platform"], place="Lyon", language="fr", title="Engineer")
    gus = person("gus", "Gus Tanner", by=ada, role=Role.GUEST)
    set_skills(carl, by=carl, names=["Invoicing", "SQL"])
    company = communities.ensure_company()
    communities.set_role(company, by=ada, person=maya, role="moderator")
    communities.set_role(company, by=maya, person=ada, role="member")
    watch.set_watch(company, by=maya, person=maya)
    return World(
        rita=rita,
        carl=carl,
        maya=maya,
        ines=ines,
        gus=gus,
        ada=ada,
        company=company,
        sales=community("Sales", by=maya, members=[rita, carl, gus]),
        lab=community("Lab", by=maya, kind="closed", members=[ines]),
        board_room=community("Board room", by=maya, kind="secret", slug="board_room", members=[ada]),
    )


def person(handle: str, name: str, *, by: Person | None = None, **fields: Any) -> Person:
    """An account with the password of the cast; `by` no one as a command makes it."""
    made = create_person(by=by, handle=handle, name=name, email=f"{handle}@potluck.example", **fields)
    made.password = hashed_once()
    made.save(update_fields=["password"])
    return made


@cache
def hashed_once() -> str:
    """The password of the cast as it is stored; hashing is slow on purpose."""
    return make_password(PASSWORD)


def community(name: str, *, by: Person, kind: str = "open", slug: str = "", members: list[Person]) -> Community:
    """A community that `by` has created and moderates, with its members."""
    made = communities.create_community(by=by, name=name, kind=kind, slug=slug)
    for member in members:
        communities.add_member(made, by=by, person=member)
    return made


def customer(name: str = "Aldera Foods", *, by: Person, tier: str = "key") -> Customer:
    """A customer, a key one unless said otherwise."""
    return customers.create_customer(by=by, name=name, tier=tier, language="en", segment="food", owner=by)


def potato(*, by: Person, title: str = "Invoices go out twice", **fields: Any) -> Issue:
    """A potato that `by` has flagged."""
    return potatoes.flag(Flag(title=title, **fields), by=by)


def client_of(person: Person) -> Client:
    """A browser in which the person is logged in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
