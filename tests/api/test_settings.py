"""What people and moderators set by the API: profile, appetite, skills, hours; and what is foretold and was changed."""

from __future__ import annotations

import pytest

from feeds.actions import posts
from issues.models import Issue
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db


def test_i_say_who_i_am_and_how_much_i_eat(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    changed = carl.patch("/me", {"title": "Clerk", "appetite": 5, "language": "fr"}).json()
    assert (changed["person"]["title"], changed["appetite"], changed["person"]["language"]) == ("Clerk", 5, "fr")
    assert carl.get("/me").json() == changed
    for wrong in ({"appetite": 99}, {"zone": "Mars/Base"}, {"role": "admin"}, {"name": None}, {"language": "de"}):
        assert carl.patch("/me", wrong).status_code == 422, wrong
    skilled = carl.put("/me/skills", {"skills": ["SQL", "Welding"], "learning": ["French"]}).json()["person"]
    assert (sorted(skilled["skills"]), skilled["learning"]) == (["SQL", "Welding"], ["French"])
    assert caller(world.carl, "read").patch("/me", {"title": "Spy"}).status_code == 403


def test_hunting_hours_and_channels_are_set_and_read(world: World, caller: Call) -> None:
    rita, path = caller(world.rita), "/me/notifications"
    before = rita.get(path).json()
    assert (before["quiet"], before["hunting"], before["hunting_days"]) == (None, None, [0, 1, 2, 3, 4])
    hours = {"quiet": None, "hunting": {"starts_at": "08:00:00", "ends_at": "18:00:00"}, "hunting_days": [0, 2]}
    said = {**hours, "topics": [{"topic": "people", "in_app": False, "by_mail": False}]}
    after = rita.put(path, said).json()
    assert {name: after[name] for name in hours} == hours
    channels = {one["topic"]: (one["in_app"], one["by_mail"]) for one in after["topics"]}
    assert (channels["people"], channels["hunt"]) == ((False, False), (True, True))
    assert rita.get(path).json() == after
    unknown: dict[str, object] = {"topics": []}
    for wrong in ({**hours, "hunting_days": [7]}, {**hours, "quiet": {"starts_at": "08:00"}}, unknown):
        assert rita.put(path, wrong).status_code == 422, wrong


def test_a_ladder_is_looked_at_before_it_is_kept(world: World, caller: Call) -> None:
    path = "/communities/sales/ladders/uncaught"
    steps = [{"kind": "wait", "minutes": 30}, {"kind": "notify_person", "person": "carl"}]
    maya = caller(world.maya)
    ahead = maya.post(f"{path}/preview", {"steps": steps, "at": "2099-01-02T16:00:00Z"}).json()
    assert ahead["flaws"] == []
    assert ahead["items"][0]["reached"][0]["person"]["handle"] == "carl"
    assert ahead["items"][-1]["kind"] == "rest"
    assert maya.get("/communities/sales/ladders").json()["items"][0]["community"] is None
    assert maya.post(f"{path}/preview", {"steps": steps}).json()["at"] > "2000"
    flawed = maya.post(f"{path}/preview", {"steps": [{"kind": "wait", "minutes": 0}]}).json()
    assert flawed["items"] == []
    assert {(one["step"], one["field"]) for one in flawed["flaws"]} == {(0, "minutes"), (None, "kind")}
    for moment in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"):
        assert maya.post(f"{path}/preview", {"steps": steps, "at": moment}).status_code == 422, moment
    assert caller(world.carl).post(f"{path}/preview", {"steps": steps}).status_code == 403
    assert caller(world.carl).get("/communities/sales/resting").json() == {"items": []}


def test_what_was_changed_of_a_community_is_told_to_who_reads_it(world: World, caller: Call) -> None:
    maya, path = caller(world.maya), "/communities/sales/changes"
    maya.put("/communities/sales/limits", {"caught": 3})
    maya.put("/communities/sales/news-templates/first/en", {"body": "Hello"})
    told = caller(world.carl).get(path).json()["items"]
    assert [one["actor"]["handle"] for one in told] == ["maya", "maya"]
    assert told[1]["facts"] == {"limits": {"caught": 3}}
    assert caller(world.carl).get("/communities/lab/changes").status_code == 404


def test_guests_help_where_the_moderator_allows_it(world: World, caller: Call) -> None:
    maya = caller(world.maya)
    read = maya.get("/communities/sales").json()
    changed = maya.patch("/communities/sales", {"guests_may_help": True, "version": read["version"]}).json()
    assert (read["guests_may_help"], changed["guests_may_help"]) == (False, True)


def test_customers_are_listed_with_or_without_those_put_away(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    berg = carl.post("/customers", {"name": "Berg"}).json()
    carl.post(f"/customers/{berg['id']}/archive")
    names = {
        said: [one["name"] for one in carl.get("/customers", **({"archived": said} if said else {})).json()["items"]]
        for said in ("", "true", "false")
    }
    assert ("Berg" in names[""], names["true"], "Berg" in names["false"]) == (True, ["Berg"], False)


def test_late_news_narrows_the_list_as_it_does_the_board(world: World, potato: Issue, caller: Call) -> None:
    carl = caller(world.carl)
    assert carl.get("/issues", news="late").json()["items"] == []
    assert carl.get("/issues", news="never").status_code == 422
    assert [one["id"] for one in carl.get("/issues").json()["items"]] == [potato.pk]


def test_a_comment_on_a_potato_is_changed_reacted_to_and_taken_down(world: World, potato: Issue, caller: Call) -> None:
    carl, rita = caller(world.carl), caller(world.rita)
    said = carl.post(f"/posts/{potato.post_id}/comments", {"body": "Helo"}).json()
    path = f"/comments/{said['id']}"
    assert carl.patch(path, {"body": "Hello", "version": said["version"]}).json()["body"] == "Hello"
    assert rita.patch(path, {"body": "Mine"}).status_code == 403
    assert rita.put(f"{path}/reactions/thanks").json()["reactions"] == {"thanks": 1}
    assert rita.delete(f"{path}/reactions/thanks").status_code == 204
    assert carl.put(f"{path}/best").json()["code"] == "not_question"
    assert rita.delete(path).status_code == 403
    assert carl.delete(path).status_code == 204
    assert carl.get(path).status_code == 404
    hidden = posts.publish(by=world.maya, community=world.board_room, body="Hush")
    unseen = posts.comment(hidden, by=world.maya, body="Hush")
    assert carl.get(f"/comments/{unseen.pk}").status_code == 404


def test_who_asked_says_what_answers_best(world: World, caller: Call) -> None:
    carl, rita = caller(world.carl), caller(world.rita)
    asked = carl.post("/posts", {"body": "Where?", "kind": "question", "community": "sales"}).json()
    answer = rita.post(f"/posts/{asked['id']}/comments", {"body": "There"}).json()
    path = f"/comments/{answer['id']}/best"
    assert rita.put(path).status_code == 403
    assert carl.put(path).json()["is_best"] is True
    assert carl.delete(path).status_code == 204
