"""Split by example: from what similar potatoes needed, shown with score and reason; nothing happens without a tap."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.lifecycle import TaskStatus
from issues.models import Issue, Resolution, Task
from issues.reading.examples import examples
from issues.reading.proposals import median_size, suggestions
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.issues.splitting.conftest import STEPS, eaten
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(world: World, past: list[Issue]) -> Issue:
    """Carl holds it, and it has no bites yet."""
    return potatoes.catch(making.potato(by=world.rita, title="Invoices go out twice again"), by=world.carl)


def sent(page: str) -> dict[str, str]:
    """The fields of the form as a browser would send them: only what is ticked."""
    fields = dict(re.findall(r'name="(bites-[\w-]+)" value="([^"]*)"', page))
    fields |= dict.fromkeys(re.findall(r'name="(bites-\d+-pick)" checked', page), "on")
    for name, choices in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        fields[name] = re.findall(r'value="(\w+)" selected', choices)[0]
    return fields


def test_similar_potatoes_come_with_score_and_reason(fresh: Issue, past: list[Issue], world: World) -> None:
    found = examples(fresh, world.carl)
    assert {example.issue for example in found} == set(past[:3])
    assert all(0 < example.score <= 1 for example in found)
    assert "both say" in found[0].why
    assert "invoices" in found[0].why


def test_their_common_bites_are_proposed_with_the_median_of_their_effort(fresh: Issue, world: World) -> None:
    found = {one.title: one for one in suggestions(fresh, world.carl).proposals}
    listed = next(one for title, one in found.items() if "duplicate" in title)
    assert (listed.count, listed.size, listed.is_common) == (3, "M", True)
    assert found["Write credit notes"].count == 2
    assert not found["Order lunch"].is_common
    assert median_size(["XS", "L", "M"]) == "M"
    assert median_size(["XS", "S"]) == "XS"


@pytest.mark.parametrize(
    ("title", "is_common"), [("Invoices went out twice", True), ("Invoices of tulips lost", False)]
)
def test_a_lone_example_is_ticked_only_if_it_is_close(title: str, world: World, *, is_common: bool) -> None:
    eaten(world.rita, title, STEPS)
    fresh = potatoes.catch(making.potato(by=world.rita, title="Invoices go out twice again"), by=world.carl)
    assert {one.is_common for one in suggestions(fresh, world.carl).proposals} == {is_common}


def test_looking_creates_nothing_and_a_tap_adds_what_is_ticked(fresh: Issue, world: World, client_of: ClientOf) -> None:
    browser = client_of(world.carl)
    address = f"/issues/{fresh.pk}/split/"
    page = browser.get(address).content.decode()
    assert "% alike" in page
    assert not fresh.tasks.exists()
    fields = sent(page)
    number = next(name.split("-")[1] for name, value in fields.items() if value == "Write credit notes")
    answer = browser.post(
        address, {**fields, f"bites-{number}-title": "Credit the customer", f"bites-{number}-size": "M"}
    )
    assert answer.headers["Location"] == fresh.get_absolute_url()
    added = dict(Task.objects.filter(issue=fresh).values_list("title", "size"))
    assert added["Credit the customer"] == "M"
    assert "Order lunch" not in added
    assert set(Task.objects.filter(issue=fresh).values_list("status", flat=True)) == {TaskStatus.OPEN}
    assert Issue.objects.get(pk=fresh.pk).task_total == len(added)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(fresh: Issue, world: World, client_of: ClientOf) -> None:
    browser, address = client_of(world.carl), f"/issues/{fresh.pk}/split/"
    fields = sent(browser.get(address).content.decode())
    nameless = browser.post(
        address, {**fields, "bites-0-pick": "on", "bites-0-title": " ", "bites-1-title": "Kept words"}
    )
    assert nameless.status_code == 422
    assert "Kept words" in nameless.content.decode()
    unticked = {name: value for name, value in fields.items() if not name.endswith("pick")}
    nothing = browser.post(address, {**unticked, "bites-1-title": "Kept words"})
    assert nothing.status_code == 422
    assert "Tick at least one bite" in nothing.content.decode()
    assert "Kept words" in nothing.content.decode()
    assert browser.post(address, {"bites-TOTAL_FORMS": "x"}).status_code == 422
    assert browser.post(address, {**fields, "bites-0-size": "XXL", "bites-0-pick": "on"}).status_code == 422
    assert not fresh.tasks.exists()


def test_bites_that_it_has_already_are_not_proposed(fresh: Issue, world: World) -> None:
    tasks.add(fresh, by=world.carl, drafts=[TaskDraft("Write the credit notes")])
    assert "Write credit notes" not in {one.title for one in suggestions(fresh, world.carl).proposals}


def test_what_one_may_not_see_is_no_example(world: World, fresh: Issue) -> None:
    hidden = eaten(world.ada, "Invoices go out twice at the board", STEPS, community=world.board_room)
    assert hidden not in {example.issue for example in examples(fresh, world.carl)}
    assert hidden in {example.issue for example in examples(fresh, world.ada)}


def test_tags_and_the_segment_of_the_customer_count(world: World) -> None:
    aldera = making.customer(by=world.rita)
    brightwater = making.customer("Brightwater", by=world.rita)
    same = eaten(world.rita, "Scanner in hall 2 is broken #scanner", STEPS, customer=None)
    asked = making.potato(by=world.rita, title="Nothing can be read since noon #scanner", customer=aldera)
    assert examples(asked, world.carl)[0].issue == same
    assert "#scanner" in examples(asked, world.carl)[0].why
    Issue.objects.filter(pk=same.pk).update(customer=brightwater)
    assert "same segment: food" in examples(asked, world.carl)[0].why


def test_french_and_accents_are_found_too(world: World) -> None:
    past = eaten(world.rita, "Étiquettes illisibles à l'entrepôt", {"Nettoyer la tête": "S"})
    asked = making.potato(by=world.rita, title="Une etiquette illisible dans nos entrepôts")
    assert [example.issue for example in examples(asked, world.ines)] == [past]


def test_a_title_in_strange_spelling_is_found_by_its_letters(world: World) -> None:
    past = eaten(world.rita, "Kompressoranlage Nordtor", {"Change the oil": "S"})
    asked = making.potato(by=world.rita, title="Kompresoranlge Nordtoor")
    assert [example.issue for example in examples(asked, world.carl)] == [past]


def test_the_page_of_a_potato_without_bites_says_what_others_needed(
    fresh: Issue, world: World, client_of: ClientOf
) -> None:
    browser = client_of(world.carl)
    page = browser.get(fresh.get_absolute_url()).content.decode()
    assert f"/issues/{fresh.pk}/split/" in page
    hint = browser.get(f"/issues/{fresh.pk}/split/", headers={"HX-Request": "true"}).content.decode()
    assert "duplicate invoices" in hint
    assert client_of(world.gus).get(f"/issues/{fresh.pk}/split/").status_code == 404


def test_the_api_answers_with_the_evidence(
    fresh: Issue, past: list[Issue], world: World, token_of: Callable[[Person], str]
) -> None:
    told = {"Authorization": f"Bearer {token_of(world.carl)}"}
    answer = Client().get(f"/api/v1/issues/{fresh.pk}/split-suggestions", headers=told).json()
    listed = next(item for item in answer["items"] if "duplicate" in item["title"])
    assert (listed["count"], listed["size"], len(listed["issues"])) == (3, "M", 3)
    assert {example["id"] for example in answer["examples"]} == {issue.pk for issue in past[:3]}
    assert answer["examples"][0]["why"]
    assert not fresh.tasks.exists()


def test_the_recipe_of_a_similar_potato_is_offered_beside_and_by_the_api(
    fresh: Issue, past: list[Issue], world: World, client_of: ClientOf
) -> None:
    Resolution.objects.create(
        issue=past[0], cause="The job ran twice", cure="Lock the run", lesson="", by=world.maya, at=timezone.now()
    )
    browser = client_of(world.carl)
    hint = browser.get(f"/issues/{fresh.pk}/split/", headers={"HX-Request": "true"}).content.decode()
    assert "Lock the run" in hint
    assert "Lock the run" in browser.get(f"/issues/{fresh.pk}/split/").content.decode()
    found = browser.get(f"/api/v1/issues/{fresh.pk}/split-suggestions").json()["examples"]
    recipes = [one["recipe"] for one in found if one["recipe"]]
    assert recipes == [{"cause": "The job ran twice", "cure": "Lock the run", "lesson": ""}]


def test_a_potato_that_is_cut_already_is_still_offered_the_recipes_of_others(
    fresh: Issue, past: list[Issue], world: World, client_of: ClientOf
) -> None:
    Resolution.objects.create(
        issue=past[0], cause="The job ran twice", cure="Lock the run", lesson="", by=world.maya, at=timezone.now()
    )
    tasks.add(fresh, by=world.carl, drafts=[TaskDraft("Call them")])
    browser, address = client_of(world.carl), f"/issues/{fresh.pk}/recipes/"
    assert address in browser.get(fresh.get_absolute_url()).content.decode()
    offered = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Lock the run" in offered
    assert past[0].get_absolute_url() in offered
    assert "<html" not in offered
    assert browser.get(address).headers["Location"] == f"/issues/{fresh.pk}/split/"
    assert client_of(world.gus).get(address).status_code == 404
