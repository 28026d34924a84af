"""/events: what changed, in commit order, only what the caller may see, from where he stopped."""

from __future__ import annotations

import pytest
from django.core import signing

from api.happenings import SALT
from issues.actions import joining, potatoes
from people.models import Person
from tests import world as making
from tests.api.conftest import Call
from tests.api.test_story import problem
from tests.told import settle
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_changed_comes_in_order_and_goes_on_where_it_stopped(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    settle()
    first = carl.get("/events").json()
    assert first["items"] == []
    made = [making.potato(by=world.rita, title=f"Potato {n}") for n in range(3)]
    potatoes.catch(made[0], by=world.carl)
    settle()
    seen, cursor = [], first["next"]
    while True:
        body = carl.get("/events", since=cursor, limit=2).json()
        if not body["items"]:
            break
        seen += body["items"]
        assert body["items"][-1]["cursor"] == body["next"] or len(body["items"]) < 2
        cursor = body["next"]
    about = [(item["name"], item["object"]["id"]) for item in seen if item["object"]["kind"] == "issue"]
    assert about == [*(("issue.flagged", issue.pk) for issue in made), ("issue.caught", made[0].pk)]
    assert {item["actor"]["handle"] for item in seen} == {"rita", "carl"}
    middle = seen[1]["cursor"]
    again = carl.get("/events", since=middle).json()["items"]
    assert again == seen[2:]


def test_only_what_one_may_see_is_told(world: World, caller: Call) -> None:
    carl, ada = caller(world.carl), caller(world.ada)
    since = carl.get("/events").json()["next"]
    hush = making.potato(by=world.maya, title="Hush", community=world.board_room)
    settle()
    assert not [item for item in carl.get("/events", since=since).json()["items"] if item["object"]["id"] == hush.pk]
    told = ada.get("/events", since=since).json()["items"]
    assert ("issue.flagged", hush.pk) in [(item["name"], item["object"]["id"]) for item in told]


@pytest.mark.parametrize(
    "bad",
    ["nonsense", signing.Signer(salt=SALT).sign_object(["other", 1, 1]), signing.Signer(salt=SALT).sign_object([1])],
)
def test_a_foreign_or_altered_cursor_is_gone(carl: Person, caller: Call, bad: str) -> None:
    problem(caller(carl).get("/events", since=bad), 410, "cursor_gone")


def test_an_altered_true_cursor_is_gone(carl: Person, caller: Call) -> None:
    true = caller(carl).get("/events").json()["next"]
    problem(caller(carl).get("/events", since=true[:-2] + "xx"), 410, "cursor_gone")


def test_where_a_potato_came_from_is_not_told_to_who_may_not_know_it(world: World, caller: Call) -> None:
    carl, ada = caller(world.carl), caller(world.ada)
    since = carl.get("/events").json()["next"]
    issue = making.potato(by=world.maya, title="Out of the room", community=world.board_room)
    joining.move(issue, by=world.maya, community=world.sales)
    settle()
    told = carl.get("/events", since=since)
    assert {item["topic"] for item in told.json()["items"] if item["object"]["id"] == issue.pk} >= {f"i:{issue.pk}"}
    history = carl.get(f"/issues/{issue.pk}/history")
    assert "board_room" not in f"{told.content!r} {history.content!r}"
    [moved] = [item for item in history.json()["items"] if item["name"] == "issue.moved"]
    assert moved["facts"] == {"from": None, "to": "sales"}
    seen = ada.get(f"/issues/{issue.pk}/history").json()["items"]
    assert [item["facts"]["from"] for item in seen if item["name"] == "issue.moved"] == ["board_room"]
    assert "c:board_room" in {item["topic"] for item in ada.get("/events", since=since).json()["items"]}
