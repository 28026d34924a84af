"""One box finds what the reader may see, and nothing else."""

from __future__ import annotations

import pytest

from feeds.actions import posts
from issues.models import Issue
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


def test_one_box_finds_potatoes_people_customers_and_posts(world: World, potato: Issue, client_of: ClientOf) -> None:
    posts.publish(by=world.maya, community=world.sales, body="The **Aldera** contract is signed")
    client = client_of(world.carl)
    found = client.get("/search/", {"q": "aldera"}).content.decode()
    assert potato.title in found
    assert "Aldera Foods" in found
    assert "The Aldera contract is signed" in found
    assert "Inès Varga" in client.get("/search/", {"q": "ines"}).content.decode()


def test_a_key_leads_straight_to_its_potato(world: World, potato: Issue, client_of: ClientOf) -> None:
    assert client_of(world.carl).get("/search/", {"q": potato.key})["Location"] == potato.get_absolute_url()


def test_what_one_may_not_see_is_not_found(world: World, client_of: ClientOf) -> None:
    secret = making.potato(by=world.maya, title="The merger is coming", community=world.board_room)
    posts.publish(by=world.maya, community=world.board_room, body="Everything about the merger")
    page = client_of(world.carl).get("/search/", {"q": "merger"}).content.decode()
    assert secret.title not in page
    assert "Everything about" not in page
    assert client_of(world.carl).get("/search/", {"q": secret.key}).status_code == 200
    assert secret.title in client_of(world.ada).get("/search/", {"q": "merger"}).content.decode()


@pytest.mark.parametrize("words", ["", "\0", "a" * 5000, "'; drop table", "((", "<script>alert(1)</script>", "é" * 200])
def test_any_words_are_fine(world: World, words: str, client_of: ClientOf) -> None:
    page = client_of(world.carl).get("/search/", {"q": words})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
