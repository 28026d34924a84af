"""News by the API: the templates that it begins with, and the look at it before it is told."""

from __future__ import annotations

import pytest

from issues.actions import contacts, potatoes
from issues.models import CustomerUpdate, Issue
from tests import world as making
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db
PATH = "/communities/sales/news-templates"


@pytest.fixture
def held(world: World) -> Issue:
    """A potato of two contacts, one of whom reads French, in Carl's hands."""
    aldera = making.customer(by=world.rita)
    contacts.add_contact(aldera, by=world.rita, name="Helen Shaw", email="helen@aldera.example", language="en")
    contacts.add_contact(aldera, by=world.rita, name="Luc Petit", email="luc@aldera.example", language="fr")
    return potatoes.catch(making.potato(by=world.rita, community=world.sales, customer=aldera), by=world.carl)


def test_a_moderator_writes_and_removes_what_news_begins_with(world: World, caller: Call) -> None:
    maya, carl = caller(world.maya), caller(world.carl)
    read = carl.get(PATH).json()["items"]
    assert len(read) == 10
    assert not any(one["is_own"] for one in read)
    assert carl.put(f"{PATH}/first/en", {"body": "Hello"}).status_code == 403
    made = maya.put(f"{PATH}/first/en", {"body": "{holder} is on it."}).json()
    assert (made["body"], made["is_own"]) == ("{holder} is on it.", True)
    assert [one for one in carl.get(PATH).json()["items"] if one["is_own"]] == [made]
    assert carl.delete(f"{PATH}/first/en").status_code == 403
    assert maya.delete(f"{PATH}/first/en").status_code == 204
    assert carl.get(PATH).json()["items"] == read


@pytest.mark.parametrize("key", ["first/de", "last/en", "first-en/en"])
def test_a_stage_or_language_that_there_is_not_is_not_there(key: str, world: World, caller: Call) -> None:
    assert caller(world.maya).put(f"{PATH}/{key}", {"body": "x"}).status_code == 404
    assert caller(world.carl).get("/communities/lab/news-templates").status_code == 404


def test_words_too_long_for_a_template_are_refused(world: World, caller: Call) -> None:
    assert caller(world.maya).put(f"{PATH}/first/en", {"body": "x" * 4001}).status_code == 422


def test_news_of_a_potato_begins_with_its_facts(world: World, held: Issue, caller: Call) -> None:
    caller(world.maya).put(f"{PATH}/first/en", {"body": "{holder} is on it."})
    rows = caller(world.carl).get(f"/issues/{held.pk}/news/templates").json()["items"]
    assert [(one["body"], one["stage"]) for one in rows if one["fits"]] == [("Carl is on it.", "first")]


def test_news_is_looked_at_before_it_is_told(world: World, held: Issue, caller: Call) -> None:
    carl, path = caller(world.carl), f"/issues/{held.pk}/news/preview"
    seen = carl.post(path, {"body": "We **found** it."}).json()
    assert [one["name"] for one in seen["contacts"]] == ["Helen Shaw", "Luc Petit"]
    assert "email" not in seen["contacts"][0]
    assert {one["language"]: one["contact"] for one in seen["letters"]} == {"en": "Helen Shaw", "fr": "Luc Petit"}
    assert "<strong>found</strong>" in seen["letters"][0]["body_html"]
    assert not CustomerUpdate.objects.exists()
    one = carl.post(path, {"body": "Hi", "contacts": [seen["contacts"][1]["id"]]}).json()
    assert [letter["language"] for letter in one["letters"]] == ["fr"]


def test_what_may_not_be_told_is_not_shown_either(world: World, held: Issue, caller: Call) -> None:
    path, body = f"/issues/{held.pk}/news/preview", {"body": "Hi"}
    assert caller(world.rita).post(path, body).status_code == 403
    assert caller(world.carl).post(path, {"body": " "}).status_code == 422
    assert caller(world.carl).post(path, {**body, "contacts": [999]}).status_code == 422
    fresh = making.potato(by=world.rita, community=world.sales)
    assert caller(world.maya).post(f"/issues/{fresh.pk}/news/preview", body).json()["code"] == "illegal_transition"
    secret = making.potato(by=world.maya, community=world.board_room)
    assert caller(world.carl).post(f"/issues/{secret.pk}/news/preview", {}).status_code == 404
