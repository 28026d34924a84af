"""A potato that goes round: its chain, the reason, the freeze, the moderator, and a history that stays readable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from issues.actions import handoffs, potatoes
from issues.models import Handoff, Issue
from issues.reading import tosses
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


def caught_twice(potato: Issue, world: World) -> Issue:
    """Carl caught it and tossed it to Ines: two bounces."""
    potatoes.catch(potato, by=world.carl)
    return handoffs.accept(handoffs.offer(potato, by=world.carl, to=world.ines), by=world.ines)


def test_from_two_bounces_on_the_page_shows_the_chain_and_asks_why(
    potato: Issue, world: World, client_of: ClientOf
) -> None:
    caught_twice(potato, world)
    client = client_of(world.ines)
    world.ines.language = "en"
    world.ines.save()
    page = client.get(potato.get_absolute_url()).content.decode()
    assert "It went round" in page
    assert " ".join(page.split("It went round", 1)[1].split("</span>", 1)[0].split()).endswith("Carl → Inès")
    refused = client.post(f"/issues/{potato.pk}/offer/", {"to": "ada"})
    assert refused.status_code == 422
    assert client.post(f"/issues/{potato.pk}/offer/", {"to": "ada", "reason": "Invoices"}).status_code == 302


def test_a_refused_offer_counts_half_on_the_page_and_in_the_api(
    potato: Issue, world: World, client_of: ClientOf
) -> None:
    potatoes.catch(potato, by=world.carl)
    offer = handoffs.offer(potato, by=world.carl, to=world.ines)
    client_of(world.ines).post(f"/handoffs/{offer.pk}/refuse/", {})
    assert client_of(world.carl).get(f"/api/v1/issues/{potato.pk}").json()["bounces"] == 1.5


def test_at_three_tosses_are_frozen_for_everybody_and_a_moderator_assigns(
    potato: Issue, world: World, client_of: ClientOf
) -> None:
    caught_twice(potato, world)
    for reason in ("No time", "Nor I"):
        offer = handoffs.offer(potato, by=world.ines, to=world.ada, reason=reason)
        handoffs.refuse(offer, by=world.ada)
    client = client_of(world.maya)
    frozen = client.post(f"/issues/{potato.pk}/offer/", {"to": "ada", "reason": "Please"})
    assert frozen.status_code == 409
    assert "went round too often (Carl → Inès)" in frozen.content.decode()
    said = {"to": "ada", "reason": "Please"}
    answer = client.post(f"/api/v1/issues/{potato.pk}/offer", said, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "toss_frozen")
    assert client.post(f"/issues/{potato.pk}/assign/", said).status_code == 302
    assert Issue.objects.get(pk=potato.pk).owner == world.ada


def test_the_history_of_sixty_tosses_stays_readable(
    potato: Issue, world: World, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    issue = potatoes.catch(potato, by=world.carl)
    for number in range(60):
        to = (world.maya, world.carl)[number % 2]
        issue = handoffs.assign(issue, by=world.maya, to=to, reason=f"Turn {number}")
    client = client_of(world.carl)
    client.get(potato.get_absolute_url())
    page = client.get(potato.get_absolute_url()).content.decode()
    assert f"changed hands {60 - tosses.LATEST} times" in " ".join(page.split())
    assert "Maya → Carl → Maya → … → " in page
    assert page.count('class="event"') < 12
    assert "What came before" not in page
    assert all(f"Turn {number}" in page for number in range(60))


def test_few_tosses_are_shown_one_by_one(potato: Issue, world: World, client_of: ClientOf) -> None:
    caught_twice(potato, world)
    page = client_of(world.carl).get(potato.get_absolute_url()).content.decode()
    assert "changed hands" not in page
    assert Handoff.objects.count() == 1
