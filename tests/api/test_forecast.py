"""The forecast by API: what the page says, to whoever sees the potato."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from issues.actions import potatoes
from issues.models import Issue
from tests import world as making
from tests.api.conftest import Caller
from tests.world import World

pytestmark = pytest.mark.django_db


def test_what_comes_if_nobody_moves(world: World, potato: Issue, caller: Callable[..., Caller]) -> None:
    answer = caller(world.carl).get(f"/issues/{potato.pk}/forecast")
    items = answer.json()["items"]
    assert answer.status_code == 200
    assert [item["kind"] for item in items] == ["notify_watch", "hand_on", "notify_moderators", "rest"]
    assert items[0]["reached"][0] == {
        "person": {"id": world.maya.pk, "handle": "maya", "name": "Maya Roth"},
        "channels": ["inbox", "mail"],
    }
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)
    potatoes.discard(potato, by=world.maya, reason="None")
    assert caller(world.carl).get(f"/issues/{potato.pk}/forecast").json()["items"] == []


def test_what_one_does_not_see_has_no_forecast(world: World, caller: Callable[..., Caller]) -> None:
    hidden = making.potato(by=world.ines, community=world.lab)
    assert caller(world.carl).get(f"/issues/{hidden.pk}/forecast").status_code == 404
