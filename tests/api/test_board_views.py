"""The views of the board that people keep, by the API: kept, listed, shared, renamed, deleted."""

from __future__ import annotations

import pytest

from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_view_is_kept_listed_renamed_and_deleted(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    made = carl.post("/board/views", {"name": "Hot by holder", "filters": {"lane": "holder", "min_heat": "25"}})
    assert made.status_code == 201
    view = made.json()
    assert view["filters"] == {"lane": "holder", "min_heat": "25"}
    assert (view["url"], view["shared_with"], view["may_change"]) == ("/board/?lane=holder&min_heat=25", None, True)
    assert carl.get("/board/views").json()["items"] == [view]
    assert carl.patch(f"/board/views/{view['id']}", {"name": "Hot"}).json()["name"] == "Hot"
    assert carl.get("/board", **view["filters"]).status_code == 200
    assert carl.delete(f"/board/views/{view['id']}").status_code == 204
    assert carl.get("/board/views").json()["items"] == []
    assert carl.delete(f"/board/views/{view['id']}").status_code == 404


def test_a_view_is_mine_until_it_is_shared(world: World, caller: Call) -> None:
    carl, rita, maya = caller(world.carl), caller(world.rita), caller(world.maya)
    mine = carl.post("/board/views", {"name": "Mine"}).json()
    ours = carl.post("/board/views", {"name": "Ours", "shared_with": "sales"}).json()
    seen = rita.get("/board/views").json()["items"]
    assert [(view["name"], view["owner"]["handle"], view["may_change"]) for view in seen] == [("Ours", "carl", False)]
    assert rita.patch(f"/board/views/{mine['id']}", {"name": "Spy"}).status_code == 404
    assert rita.delete(f"/board/views/{ours['id']}").status_code == 403
    assert maya.patch(f"/board/views/{ours['id']}", {"name": "Better"}).json()["name"] == "Better"


def test_what_cannot_be_kept_says_why_at_its_field(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    carl.post("/board/views", {"name": "Hot"})
    for body, field, code in (
        ({"name": "Hot"}, "name", "name_taken"),
        ({"name": " "}, "name", "invalid"),
        ({"name": "Spy", "shared_with": "board-room"}, "shared_with", "invalid"),
    ):
        answer = carl.post("/board/views", body)
        assert answer.status_code == 422, body
        assert (answer.json()["code"], answer.json()["errors"][0]["field"]) == (code, field)
    assert carl.post("/board/views", {"name": "x", "filters": {"colour": "red"}}).status_code == 422
    assert carl.post("/board/views", {"name": "x", "filters": {"lane": "colour"}}).status_code == 422


def test_a_token_that_only_reads_keeps_nothing_and_a_key_keeps_one(world: World, caller: Call) -> None:
    reader, carl = caller(world.carl, "read"), caller(world.carl)
    assert reader.post("/board/views", {"name": "Hot"}).status_code == 403
    assert reader.get("/board/views").status_code == 200
    first = carl.post("/board/views", {"name": "Hot"}, key="once")
    assert carl.post("/board/views", {"name": "Hot"}, key="once").json() == first.json()
    assert reader.delete(f"/board/views/{first.json()['id']}").status_code == 403
    assert len(carl.get("/board/views").json()["items"]) == 1


def test_late_news_narrows_the_board_and_a_customer_changes_hands(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    assert carl.get("/board", news="late").status_code == 200
    assert carl.get("/board", news="never").status_code == 422
    customer = carl.post("/customers", {"name": "Aldera"}).json()
    changed = carl.patch(f"/customers/{customer['id']}", {"owner": "ines", "version": customer["version"]})
    assert changed.json()["owner"]["handle"] == "ines"
    assert carl.patch(f"/customers/{customer['id']}", {"owner": None}).json()["owner"] is None
    assert carl.patch(f"/customers/{customer['id']}", {"owner": "nobody"}).status_code == 422
