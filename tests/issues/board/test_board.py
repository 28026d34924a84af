"""The board, the table, the watch and the figures, as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from issues.actions import eating, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.lifecycle import Status
from issues.models import Issue
from issues.reading.board import MOST_IN_COLUMN
from issues.watching import on_watch
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


def test_the_board_shows_each_potato_in_the_column_of_its_state(
    potato: Issue, carl: Person, client_of: ClientOf
) -> None:
    caught = potatoes.catch(making.potato(by=potato.reporter, title="Second"), by=carl)
    page = client_of(carl).get("/board/").content.decode()
    flagged, rest = page.split('data-status="caught"', 1)
    assert f"mini-{potato.pk}" in flagged
    assert f"mini-{caught.pk}" in rest


@pytest.mark.parametrize("lane", ["", "community"])
def test_a_column_shows_its_hottest_and_leads_to_the_rest(lane: str, world: World, client_of: ClientOf) -> None:
    for number in range(MOST_IN_COLUMN + 2):
        making.potato(by=world.rita, title=f"Late again {number}", community=world.sales)
    page = client_of(world.carl).get("/board/", {"lane": lane, "community": "sales"}).content.decode()
    assert page.count('class="mini"') == MOST_IN_COLUMN
    assert re.search(r'href="/issues/\?status=flagged&amp;community=sales">\s*\+ 2 more<', page)


def test_what_i_may_not_see_is_not_on_my_board(world: World, client_of: ClientOf) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    assert f"mini-{secret.pk}" not in client_of(world.carl).get("/board/").content.decode()
    assert f"mini-{secret.pk}" in client_of(world.ada).get("/board/").content.decode()


def test_dropping_a_flagged_card_on_caught_catches_it(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    answer = client_of(carl).post(f"/board/{potato.pk}/move/", {"status": "caught"}, headers=SCRIPT)
    assert answer.status_code == 200
    assert f'id="mini-{potato.pk}"' in answer.content.decode()
    assert Issue.objects.get(pk=potato.pk).owner == carl


def test_a_move_that_needs_words_asks_for_them(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    potatoes.catch(potato, by=carl)
    answer = client_of(carl).post(f"/board/{potato.pk}/move/", {"status": "waiting"}, headers=SCRIPT)
    assert answer.status_code == 422
    assert "<dialog" in answer.content.decode()
    assert f"/issues/{potato.pk}/wait/" in answer.content.decode()


@pytest.mark.parametrize("to", ["resolved", "in_progress", "closed", "nonsense", ""])
def test_an_illegal_drop_is_refused_with_a_sentence(potato: Issue, carl: Person, client_of: ClientOf, to: str) -> None:
    answer = client_of(carl).post(f"/board/{potato.pk}/move/", {"status": to}, headers=SCRIPT)
    assert answer.status_code == 409
    assert Issue.objects.get(pk=potato.pk).status == Status.FLAGGED


def test_a_card_of_a_potato_that_i_may_not_see_cannot_be_dropped(world: World, client_of: ClientOf) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    assert client_of(world.carl).post(f"/board/{secret.pk}/move/", {"status": "caught"}).status_code == 404


def test_lanes_and_filters_live_in_the_address(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    other = making.potato(by=potato.reporter, title="No customer")
    page = client_of(carl).get("/board/?lane=customer").content.decode()
    assert "Aldera Foods" in page
    assert "No customer" in page
    narrowed = client_of(carl).get("/board/?q=customer&owner=carl").content.decode()
    assert f"mini-{other.pk}" not in narrowed


def test_the_table_puts_first_what_fits_me_and_says_why(potato: Issue, world: World, client_of: ClientOf) -> None:
    potatoes.catch(potato, by=world.maya)
    drafts = [TaskDraft("Write the query", skills=["SQL"]), TaskDraft("Paint the wall", skills=["Painting"])]
    tasks.add(potato, by=world.maya, drafts=drafts)
    page = client_of(world.carl).get("/table/").content.decode()
    assert "You know SQL" in page
    assert page.index("Write the query") < page.index("Paint the wall")
    only = client_of(world.carl).get("/table/?skill=painting").content.decode()
    assert "Write the query" not in only.split('id="main"', 1)[1].split("<aside", 1)[0]


def test_a_bite_that_waits_for_another_is_not_on_the_table_yet(
    potato: Issue, world: World, client_of: ClientOf
) -> None:
    potatoes.catch(potato, by=world.maya)
    (first,) = tasks.add(potato, by=world.maya, drafts=[TaskDraft("First things first")])
    tasks.add(potato, by=world.maya, drafts=[TaskDraft("Then the rest", depends_on=[first])])
    assert "Then the rest" not in client_of(world.ines).get("/table/").content.decode()
    tasks.take(first, by=world.carl)
    eating.finish(first, by=world.carl, effort="S")
    assert "Then the rest" in client_of(world.ines).get("/table/").content.decode()


def test_there_is_always_somebody_on_watch(world: World) -> None:
    assert on_watch(world.lab, world.lab.created) == world.maya


def test_the_figures_say_how_fast_potatoes_are_released(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    potatoes.catch(potato, by=carl)
    page = client_of(carl).get("/insights/").content.decode()
    assert "Time to release" in page
    assert client_of(carl).get("/insights/?from=nonsense&to=2026-13-45&community=none").status_code == 200


@pytest.mark.parametrize("address", ["/board/", "/board/?lane=holder", "/table/", "/insights/"])
def test_the_pages_cost_the_same_however_much_there_is(
    address: str, world: World, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    aldera = making.customer(by=world.rita)
    for number in range(12):
        issue = making.potato(by=world.rita, title=f"Potato {number}", customer=aldera)
        potatoes.catch(issue, by=world.carl)
        tasks.add(issue, by=world.carl, drafts=[TaskDraft(f"Bite {n}", skills=["SQL"]) for n in range(3)])
    client = client_of(world.carl)
    client.get(address)
    with django_assert_max_num_queries(32):  # type: ignore[attr-defined]
        assert client.get(address).status_code == 200
