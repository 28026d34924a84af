"""Every page of people asks the database as often for a thousand people as for ten."""

from __future__ import annotations

import pytest

from feeds.models import Community, Membership
from people.models import Absence, Follow, Person, PersonSkill, Skill
from tests.counted import statements
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
PAGES = {
    "/people/": 40,
    "/people/?q=lyon&language=fr": 40,
    "/people/suggest?q=crowd&community=sales": 5,
    "/people/org/": 30,
    "/people/maya/": 40,
    "/people/maya/card/": 6,
    "/settings/profile/": 30,
    "/settings/skills/": 30,
    "/settings/absence/": 30,
    "/settings/appearance/": 30,
    "/settings/access/": 30,
}


def crowd(number: int, world: World) -> None:
    """Many colleagues of Maya's: rows, since a thousand actions would take a minute."""
    start = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(
            handle=f"crowd{start + n}",
            name=f"Crowd Élan {start + n}",
            place=("Lyon", "Oslo", "Turin")[n % 3],
            language=("fr", "en")[n % 2],
            team=world.maya.team,
            manager=world.maya,
        )
        for n in range(number)
    )
    skills = [Skill.objects.get_or_create(name=f"Skill {n}", slug=f"skill-{n}")[0] for n in range(5)]
    PersonSkill.objects.bulk_create(PersonSkill(person=p, skill=skills[p.pk % 5]) for p in people)
    Follow.objects.bulk_create(Follow(follower=p, followee=world.maya) for p in people)
    sales = Community.objects.get(slug="sales")
    Membership.objects.bulk_create(Membership(person=p, community=sales) for p in people)
    year = world.maya.created.replace(year=world.maya.created.year + 1)
    Absence.objects.bulk_create(Absence(person=p, starts_at=p.created, ends_at=year) for p in people[::2])


def test_pages_ask_as_often_for_a_thousand_people_as_for_ten(world: World) -> None:
    clients = {"carl": client_of(world.carl), "gus": client_of(world.gus)}
    crowd(10, world)
    few = {(who, url): statements(client, url) for who, client in clients.items() for url in PAGES}
    crowd(990, world)
    many = {(who, url): statements(client, url) for who, client in clients.items() for url in PAGES}
    assert few == many
    assert {key: n for key, n in many.items() if n > PAGES[key[1]]} == {}


def test_a_long_directory_is_read_to_its_end_without_gap_or_repeat(world: World) -> None:
    crowd(120, world)
    client, url, seen = client_of(world.carl), "/people/", []
    while url:
        page = client.get(url).context["page"]
        seen += [person.pk for person in page.items]
        url = f"/people/?cursor={page.next}" if page.next else ""
    assert sorted(seen) == sorted(Person.objects.values_list("pk", flat=True))
