"""Ladders and the forecast through the API."""

from __future__ import annotations

import pytest

from issues.models import Issue
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db
TWO = [{"kind": "wait", "minutes": 30}, {"kind": "notify_person", "person": "carl"}]


def test_a_moderator_makes_a_ladder_and_members_read_it(world: World, caller: Call) -> None:
    maya, carl = caller(world.maya), caller(world.carl)
    read = carl.get("/communities/sales/ladders").json()["items"]
    assert [one["ladder"] for one in read] == ["uncaught", "stagnant", "promise_late"]
    assert {(one["community"], one["version"]) for one in read} == {(None, 0)}
    path = "/communities/sales/ladders/uncaught"
    assert carl.put(path, {"steps": TWO}).status_code == 403
    made = maya.put(path, {"steps": TWO, "version": 0}).json()
    assert (made["community"], made["version"], made["steps"][1]["person"]) == ("sales", 1, "carl")
    assert maya.put(path, {"steps": TWO, "version": 0}).json()["code"] == "stale_version"
    assert maya.delete(path).status_code == 204
    assert carl.get("/communities/sales/ladders").json()["items"][0]["community"] is None


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([], "steps"),
        ([{"kind": "dance"}], "steps.0.kind"),
        ([{"kind": "push"}], "steps.0.kind"),
        ([{"kind": "notify_person", "person": "nobody"}], "steps.0.person"),
        ([{"kind": "notify_team", "team": "nobody"}], "steps.0.team"),
        ([{"kind": "notify_watch"}, {"kind": "repeat", "times": 2}], "steps"),
        ([{"kind": "wait", "minutes": 10**12}, {"kind": "notify_watch"}], "steps.0.minutes"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_at_its_field(
    steps: list[dict[str, object]], field: str, world: World, caller: Call
) -> None:
    answer = caller(world.maya).put("/communities/sales/ladders/uncaught", {"steps": steps})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_what_is_not_visible_is_not_there(world: World, caller: Call) -> None:
    assert caller(world.carl).get("/communities/lab/ladders").status_code == 404
    assert caller(world.maya).put("/communities/sales/ladders/nothing", {"steps": TWO}).status_code == 404


def test_the_forecast_of_a_potato(potato: Issue, world: World, caller: Call) -> None:
    coming = caller(world.ines).get(f"/issues/{potato.pk}/forecast").json()["items"]
    assert coming[-1]["kind"] == "rest"
    assert {one["ladder"] for one in coming} == {"uncaught"}
    assert coming[0]["reached"][0]["person"]["handle"] == "maya"
