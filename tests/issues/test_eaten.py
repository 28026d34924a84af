"""What is left when a potato is eaten: the hours it took, the feast, thanks, its recipe and its pauses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from esn.activity.clock import at
from feeds.models import Post
from issues.actions import customers, eating, merging, potatoes, questions, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.actions.resolving import Recipe
from issues.models import Issue
from issues.reading.pauses import pauses
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def eaten(potato: Issue, world: World) -> Issue:
    """Carl held it; Inès took eight hours for what was thought to be one, Maya as long as was thought."""
    potatoes.catch(potato, by=world.carl)
    bites = tasks.add(potato, by=world.carl, drafts=[TaskDraft("Find it", size="S"), TaskDraft("Tell them", size="S")])
    for bite, eater, effort in zip(bites, (world.ines, world.maya), "LS", strict=True):
        tasks.take(bite, by=eater)
        eating.finish(bite, by=eater, effort=effort)
    return Issue.objects.get(pk=potato.pk)


def resolved(issue: Issue, world: World) -> Issue:
    customers.publish_news(issue, by=world.carl, body="It is gone.")
    return resolving.resolve(issue, by=world.carl, recipe=Recipe("The job ran twice", "Lock it", "Watch the lock"))


def test_the_potato_shows_the_effort_that_was_tapped_not_what_was_guessed(
    eaten: Issue, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.carl)
    assert "9 h eaten." in client.get(eaten.get_absolute_url()).content.decode()
    tasks.add(eaten, by=world.carl, drafts=[TaskDraft("One more", size="M")])
    assert "9 h eaten, about 3 h to go." in client.get(eaten.get_absolute_url()).content.decode()
    assert client.get(f"/api/v1/issues/{eaten.pk}/tasks").json()["effort_eaten_h"] == 9


def test_the_feast_thanks_everyone_who_ate_in_the_potatos_community(
    eaten: Issue, world: World, client_of: ClientOf
) -> None:
    resolving.close(resolved(eaten, world), by=world.maya)
    post = Post.objects.filter(kind="update").latest("id")
    assert (post.community, post.author) == (eaten.community, world.carl)
    assert "@ines" in post.body
    assert "@maya" in post.body
    assert "Watch the lock" in post.body
    home = client_of(world.ada).get("/").content.decode()
    assert "is eaten" in home
    assert f'href="/{eaten.key}"' in home


def test_a_potato_that_its_holder_ate_alone_has_no_feast(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    customers.publish_news(potato, by=world.carl, body="Done.")
    resolving.resolve(potato, by=world.carl, effort="XS")
    resolving.close(potato, by=world.maya)
    assert not Post.objects.filter(kind="update").exists()


def test_the_api_gives_thanks_recipe_and_pauses(eaten: Issue, world: World, client_of: ClientOf) -> None:
    resolved(eaten, world)

    def thank(person: Person) -> Any:
        return client_of(person).post(f"/api/v1/issues/{eaten.pk}/thank", {}, content_type="application/json")

    assert thank(world.carl).status_code == 403
    assert thank(world.rita).json()["status"] == "resolved"
    assert thank(world.rita).json()["code"] == "already_thanked"
    (recipe,) = client_of(world.ines).get(f"/api/v1/issues/{eaten.pk}/recipe").json()["items"]
    assert (recipe["cure"], recipe["by"]["handle"]) == ("Lock it", "carl")
    assert client_of(world.ines).get(f"/api/v1/issues/{eaten.pk}/pauses").json() == {"items": []}
    assert client_of(world.gus).get(f"/api/v1/issues/{eaten.pk}/recipe").status_code == 404


def test_the_api_tells_the_hunter_her_net_and_nobody_else(eaten: Issue, world: World, client_of: ClientOf) -> None:
    questions.answer(questions.ask(eaten, by=world.carl, body="Since when?"), by=world.rita, body="Monday")
    hers = client_of(world.rita).get("/api/v1/me/given-back").json()
    assert (hers["potatoes"], hers["eaten_min"], hers["own_min"]) == (1, 540, 5)
    assert hers["net_min"] == hers["eaten_min"] + hers["coordinated_min"] - hers["own_min"]
    assert client_of(world.maya).get("/api/v1/me/given-back").json()["net_min"] == 0
    assert client_of(world.maya).get("/api/v1/insights").json()["given_back"] is None


def test_a_pause_that_a_merge_broke_goes_on_when_the_merge_is_undone(
    potato: Issue, world: World, client_of: ClientOf
) -> None:
    other = making.potato(by=world.carl, title="The same, told otherwise")
    potatoes.catch(potato, by=world.carl)
    start = timezone.now()
    with at(start):
        until = start + 48 * HOUR
        waiting.wait(potato, by=world.carl, waiting_for="third_party", until=until, reason="The bank looks")
    with at(start + HOUR):
        merging.merge(potato, by=world.maya, into=other)
    assert [one.until for one in pauses(potato)] == [start + HOUR]
    with at(start + 2 * HOUR):
        merging.undo_merge(Issue.objects.get(pk=potato.pk), by=world.maya)
    assert [one.until for one in pauses(potato)] == [None]
    (listed,) = client_of(world.ines).get(f"/api/v1/issues/{potato.pk}/pauses").json()["items"]
    assert (listed["waiting_for"], listed["reason"], listed["until"]) == ("third_party", "The bank looks", None)
