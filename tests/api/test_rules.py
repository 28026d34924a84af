"""The numbers of a community through the API."""

from __future__ import annotations

import pytest

from issues.models.rules import number
from issues.rules import NUMBERS, Rule
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db


def test_numbers_are_read_by_members_and_changed_by_moderators(world: World, caller: Call) -> None:
    maya, carl = caller(world.maya), caller(world.carl)
    read = carl.get("/communities/sales/rules").json()
    assert (len(read["items"]), read["version"]) == (len(NUMBERS), 0)
    assert read["items"][0].keys() == {"name", "label", "why", "value", "default", "least", "most", "unit"}
    said = {"values": {"frozen_at": 4, "toss_expires": 0.5}, "version": 0}
    assert carl.patch("/communities/sales/rules", said).status_code == 403
    changed = maya.patch("/communities/sales/rules", said).json()
    assert {one["name"]: one["value"] for one in changed["items"]}["toss_expires"] == 0.5
    assert number(world.sales.pk, Rule.FROZEN_AT) == 4
    assert maya.patch("/communities/sales/rules", said).json()["code"] == "stale_version"
    assert maya.patch("/communities/sales/rules", {"values": {"frozen_at": None}}).status_code == 200
    assert number(world.sales.pk, Rule.FROZEN_AT) == 3


def test_what_is_no_number_is_refused_with_its_name(world: World, caller: Call) -> None:
    maya = caller(world.maya)
    wrong = maya.patch("/communities/sales/rules", {"values": {"frozen_at": 99}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "frozen_at")
    assert maya.patch("/communities/sales/rules", {"values": {"fame": 1}}).status_code == 422
    assert maya.patch("/communities/sales/rules", {"values": {"frozen_at": "NaN"}}).status_code == 422
    assert caller(world.carl).get("/communities/lab/rules").status_code == 404
    assert caller(world.gus).get("/communities/sales/rules").status_code == 200
