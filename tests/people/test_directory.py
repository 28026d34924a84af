"""Finding people: the directory, suggestions, hover cards, the org chart; and what guests see of it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from feeds.actions import communities
from feeds.models import Community
from people.actions.people import deactivate, set_skills, update_profile
from people.models import Person
from tests.world import client_of

pytestmark = pytest.mark.django_db


def names(client: Client, url: str) -> list[str]:
    """The names on the cards of the directory, in their order."""
    page = client.get(url).content.decode()
    return [html.unescape(name) for name in re.findall(r'<h2><a href="/people/[^"]+">([^<]+)</a></h2>', page)]


def handles(client: Client, url: str) -> list[str]:
    return re.findall(r'data-value="([^"]+)"', client.get(url).content.decode())


def test_everybody_stands_in_the_directory_by_name(carl: Person) -> None:
    expected = ["Ada Lind", "Carl Brandt", "Gus Tanner", "Inès Varga", "Maya Roth", "Rita Vogel"]
    assert names(client_of(carl), "/people/") == expected


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ines", ["Inès Varga"]),
        ("INÈS", ["Inès Varga"]),
        ("varga ines", ["Inès Varga"]),
        ("lyon", ["Inès Varga"]),
        ("platform", ["Inès Varga"]),
        ("invoicing", ["Carl Brandt"]),
        ("head of sales", ["Maya Roth"]),
        ("' OR 1=1 --", []),
        ("%", []),
        ("x\0y", []),
    ],
)
def test_words_find_people_whatever_their_accents(carl: Person, words: str, found: list[str]) -> None:
    page = client_of(carl).get("/people/", {"q": words}).content.decode()
    assert [html.unescape(n) for n in re.findall(r'<h2><a href="/people/[^"]+">([^<]+)</a></h2>', page)] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?team=platform", ["Inès Varga"]),
        ("?skill=sql", ["Carl Brandt"]),
        ("?place=Lyon", ["Inès Varga"]),
        ("?language=fr", ["Inès Varga"]),
        ("?team=sales&q=carl", ["Carl Brandt"]),
        ("?team=nowhere", []),
    ],
)
def test_filters_narrow_and_can_be_followed_as_links(carl: Person, query: str, found: list[str]) -> None:
    client = client_of(carl)
    assert names(client, f"/people/{query}") == found
    if found:
        assert "?team=platform" in client.get("/people/").content.decode()


def test_whoever_has_left_is_not_in_the_directory(ada: Person, carl: Person, rita: Person) -> None:
    deactivate(rita, by=ada)
    assert "Rita Vogel" not in names(client_of(carl), "/people/")
    assert "rita" not in handles(client_of(carl), "/people/suggest?q=rita")
    assert client_of(carl).get("/people/rita/").status_code == 200


def test_a_cursor_that_somebody_altered_is_refused_with_a_sentence(carl: Person) -> None:
    answer = client_of(carl).get("/people/?cursor=abc")
    assert answer.status_code == 422
    assert "Start again from the top" in answer.content.decode()


def test_suggestions_forgive_accents_and_put_who_begins_so_first(carl: Person) -> None:
    client = client_of(carl)
    assert handles(client, "/people/suggest?q=ines") == ["ines"]
    assert handles(client, "/people/suggest?q=@In") == ["ines", "ada"]
    assert len(handles(client, "/people/suggest?q=")) == 6


def test_suggestions_put_members_of_the_community_first(carl: Person, maya: Person, lab: Community) -> None:
    assert handles(client_of(maya), "/people/suggest?community=lab")[:2] == ["ines", "maya"]


def test_suggestions_do_not_tell_who_is_in_a_place_one_cannot_see(carl: Person, board_room: Community) -> None:
    client = client_of(carl)
    assert handles(client, "/people/suggest?community=board_room") == handles(client, "/people/suggest")


def test_a_guest_sees_only_people_of_his_communities(gus: Person, ines: Person) -> None:
    client = client_of(gus)
    assert names(client, "/people/") == ["Carl Brandt", "Gus Tanner", "Maya Roth", "Rita Vogel"]
    assert "ines" not in handles(client, "/people/suggest?q=ines")
    for page in ("", "card/", "photo/"):
        assert client.get(f"/people/ines/{page}").status_code == 404
    assert client.post("/people/ines/follow/").status_code == 404
    assert client.get("/people/org/?from=ines").status_code == 404
    assert "Varga" not in client.get("/people/org/").content.decode()
    assert "Lyon" not in client.get("/people/").content.decode()


def test_a_guest_sees_a_colleague_from_the_moment_they_share_a_place(
    gus: Person, ines: Person, maya: Person, sales: Community
) -> None:
    communities.add_member(sales, by=maya, person=ines)
    assert client_of(gus).get("/people/ines/").status_code == 200
    communities.remove_member(sales, by=maya, person=ines)
    assert client_of(gus).get("/people/ines/").status_code == 404


def test_the_hover_card_says_who_it_is(carl: Person) -> None:
    card = client_of(carl).get("/people/maya/card/").content.decode()
    assert "Maya Roth" in card
    assert "Head of sales" in card


def test_the_chart_shows_who_leads_whom(carl: Person, maya: Person, ines: Person, ada: Person) -> None:
    update_profile(maya, by=ada, manager=ines)
    page = client_of(carl).get("/people/org/").content.decode().partition('class="tree"')[2]
    assert page.index("Inès Varga") < page.index("Maya Roth") < page.index("Carl Brandt")
    below = client_of(carl).get("/people/org/?from=maya").content.decode()
    assert "Carl Brandt" in below
    assert "Inès Varga" not in below


def test_skills_are_said_once_whatever_their_capitals(carl: Person, rita: Person) -> None:
    set_skills(carl, by=carl, names=["invoicing", "Invoicing ", "SQL"], learning=["sql", "Welsh"])
    set_skills(rita, by=rita, names=["INVOICING"])
    assert sorted(names(client_of(carl), "/people/?skill=invoicing")) == ["Carl Brandt", "Rita Vogel"]
    assert carl.person_skills.filter(is_learning=True).count() == 1
