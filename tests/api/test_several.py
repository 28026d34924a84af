"""Several potatoes moved by one call and taken back, and the limits of a community's columns."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from issues.actions import potatoes
from issues.models import Issue
from tests import world as making
from tests.api.conftest import Call
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


def flagged(world: World, count: int) -> list[Issue]:
    return [making.potato(by=world.rita, title=f"Potato {number}") for number in range(count)]


def ids(issues: list[Issue]) -> list[int]:
    return [issue.pk for issue in issues]


def statuses(issues: list[Issue]) -> list[str]:
    return [Issue.objects.get(pk=issue.pk).status for issue in issues]


def a_wait(issues: list[Issue]) -> dict[str, object]:
    until = (timezone.now() + dt.timedelta(days=3)).isoformat()
    return {"issues": ids(issues), "status": "waiting", "for": "date", "until": until, "reason": "Parts"}


def test_several_wait_and_are_brought_back_once(world: World, caller: Call) -> None:
    issues = [potatoes.catch(issue, by=world.carl) for issue in flagged(world, 2)]
    carl = caller(world.carl)
    moved = carl.post("/board/moves", a_wait(issues)).json()
    assert [(one["issue"], one["before"], one["after"]) for one in moved["moved"]] == [
        (issue.pk, "caught", "waiting") for issue in issues
    ]
    assert statuses(issues) == ["waiting"] * 2
    undo = f"/board/moves/{moved['undo']}/undo"
    assert caller(world.maya).post(undo).json()["code"] == "nothing_to_undo"
    assert [one["after"] for one in carl.post(undo).json()["moved"]] == ["caught"] * 2
    assert statuses(issues) == ["caught"] * 2
    assert carl.post(undo).json()["code"] == "nothing_to_undo"


def test_who_may_not_go_stays_with_the_reason_and_stops_no_other(world: World, caller: Call) -> None:
    issues = flagged(world, 3)
    potatoes.catch(issues[1], by=world.maya)
    answer = caller(world.carl).post("/board/moves", {"issues": ids(issues), "status": "caught"}).json()
    assert [one["issue"] for one in answer["moved"]] == [issues[0].pk, issues[2].pk]
    (stayed,) = answer["stayed"]
    assert (stayed["issue"], stayed["code"]) == (issues[1].pk, "already_caught")
    assert "Maya Roth" in stayed["detail"]
    assert answer["undo"] is None


def test_a_key_moves_once(world: World, caller: Call) -> None:
    issues = [potatoes.catch(issue, by=world.carl) for issue in flagged(world, 2)]
    carl, body = caller(world.carl), a_wait(issues)
    first = carl.post("/board/moves", body, key="once")
    assert carl.post("/board/moves", body, key="once").json() == first.json()
    assert first.json()["stayed"] == []


def test_what_i_may_not_see_is_neither_moved_nor_named(world: World, caller: Call) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    answer = caller(world.carl).post("/board/moves", {"issues": [secret.pk], "status": "caught"})
    assert answer.json() == {"moved": [], "stayed": [], "undo": None}
    assert statuses([secret]) == ["flagged"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"issues": [], "status": "caught"}, 409, "nothing_selected"),
        ({"issues": list(range(1, 52)), "status": "caught"}, 409, "too_many"),
        ({"issues": list(range(201)), "status": "caught"}, 422, "invalid"),
        ({"issues": [1], "status": "flagged"}, 422, "invalid"),
        ({"issues": [1], "status": "waiting", "reason": "Parts"}, 422, "invalid"),
        ({"issues": [1], "status": "discarded"}, 422, "invalid"),
        ({"issues": [10**30], "status": "caught"}, 200, None),
    ],
)
def test_what_cannot_be_moved_says_why(
    body: dict[str, object], status: int, code: str | None, world: World, caller: Call
) -> None:
    answer = caller(world.carl).post("/board/moves", body)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_what_the_page_moved_is_taken_back_by_the_api(world: World, caller: Call, client_of: ClientOf) -> None:
    (issue,) = [potatoes.catch(issue, by=world.carl) for issue in flagged(world, 1)]
    until = f"{timezone.localtime() + dt.timedelta(days=3):%Y-%m-%dT%H:%M}"
    said = {"issue": [issue.pk], "status": "waiting", "waiting_for": "date", "until": until, "reason": "x", "said": "1"}
    page = client_of(world.carl).post("/board/several/", said, headers={"HX-Request": "true"}).content.decode()
    word = page.split("/board/several/", 1)[1].split("/", 1)[0]
    assert caller(world.carl).post(f"/board/moves/{word}/undo").status_code == 200
    assert statuses([issue]) == ["caught"]


def test_a_moderator_limits_the_columns_and_the_board_says_so(world: World, caller: Call) -> None:
    maya, carl, path = caller(world.maya), caller(world.carl), "/communities/sales/limits"
    none = {"flagged": None, "caught": None, "in_progress": None, "waiting": None}
    assert carl.get(path).json() == none
    assert carl.put(path, {"caught": 3}).status_code == 403
    assert maya.put(path, {"caught": 3}).json() == carl.get(path).json() == {**none, "caught": 3}
    columns = {one["status"]: one["limits"] for one in carl.get("/board").json()["columns"]}
    assert columns["caught"] == [{"community": "sales", "most": 3, "count": 0}]
    assert maya.put(path, {"flagged": 1}).json() == {**none, "flagged": 1}
    for wrong in ({"caught": 0}, {"caught": 1000}, {"closed": 3}):
        assert maya.put(path, wrong).status_code == 422
    assert carl.get("/communities/lab/limits").status_code == 404
