"""Templates kept by hand, and what the auditor found, by the API."""

from __future__ import annotations

import pytest

from issues.actions import potatoes, tasks
from issues.actions.drafts import parse_list
from issues.auditing import audit
from issues.models import Issue
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db
PATH = "/communities/sales/templates"
PALLETS = {"name": "Lost pallets", "about": "When a lorry is late", "lines": "Ask the driver (XS)\nCall the depot"}


def test_a_template_is_kept_changed_put_away_and_brought_back(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    made = carl.post(PATH, PALLETS)
    assert made.status_code == 201
    kept = made.json()
    assert [(one["title"], one["size"]) for one in kept["bites"]] == [("Ask the driver", "XS"), ("Call the depot", "S")]
    path = f"/templates/{kept['id']}"
    assert carl.get(path).json() == kept
    changed = carl.patch(path, {"name": "Pallets", "version": kept["version"]}).json()
    assert (changed["name"], changed["lines"], changed["version"]) == ("Pallets", kept["lines"], kept["version"] + 1)
    assert carl.patch(path, {"name": "Late", "version": kept["version"]}).json()["code"] == "stale_version"
    assert carl.post(f"{path}/archive").json()["archived_at"]
    assert carl.get(PATH).json() == {"items": [], "next": None}
    assert [one["id"] for one in carl.get(PATH, archived="true").json()["items"]] == [kept["id"]]
    assert carl.post(f"{path}/restore").json()["archived_at"] is None


def test_who_kept_it_and_moderators_change_it_and_outsiders_do_not_see_it(world: World, caller: Call) -> None:
    kept = caller(world.carl).post(PATH, PALLETS).json()
    path, said = f"/templates/{kept['id']}", {"about": "Now", "version": kept["version"]}
    assert caller(world.rita).patch(path, said).status_code == 403
    assert caller(world.maya).patch(path, said).json()["about"] == "Now"
    assert caller(world.gus).post(PATH, {**PALLETS, "name": "Guest"}).status_code == 403
    assert caller(world.carl).get("/communities/lab/templates").status_code == 404
    lab = caller(world.ines).post("/communities/lab/templates", PALLETS).json()
    assert caller(world.carl).get(f"/templates/{lab['id']}").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"), [({"name": " "}, "name"), ({"lines": ""}, "lines"), ({"name": "lost PALLETS"}, "name")]
)
def test_a_template_that_cannot_be_says_why(change: dict[str, str], field: str, world: World, caller: Call) -> None:
    caller(world.carl).post(PATH, PALLETS)
    answer = caller(world.carl).post(PATH, {**PALLETS, "name": "Other", **change})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_a_template_begins_with_the_bites_of_a_potato(potato: Issue, world: World, caller: Call) -> None:
    potatoes.catch(potato, by=world.carl)
    tasks.add(potato, by=world.carl, drafts=parse_list("Look (M)\nMend it"))
    begun = caller(world.carl).get(f"/issues/{potato.pk}/template").json()
    assert begun == {"name": potato.title, "lines": "Look (M)\nMend it (S)"}


def test_the_auditor_is_read_by_administrators_and_moderators_alone(potato: Issue, world: World, caller: Call) -> None:
    assert caller(world.carl).get("/audit").status_code == 404
    assert caller(world.ada).get("/audit").json()["latest"] is None
    audit()
    found = caller(world.maya).get("/audit").json()
    assert found["is_fine"]
    assert (found["latest"]["open"], found["latest"]["lacking"], found["resting"]) == (1, [], [])
