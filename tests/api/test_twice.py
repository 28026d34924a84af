"""What a repeated request gets when sight was lost in between."""

from __future__ import annotations

import pytest

from feeds.actions import communities
from issues.actions import potatoes
from issues.actions.handoffs import offer
from issues.models import Task
from people.actions.people import change_role
from tests import world as making
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db


def test_who_left_since_is_not_told_again_what_he_was_told(world: World, caller: Call) -> None:
    communities.add_member(world.lab, by=world.maya, person=world.carl)
    issue = potatoes.catch(making.potato(by=world.ines, title="Secret recipe", community=world.lab), by=world.maya)
    carl, path = caller(world.carl), f"/issues/{issue.pk}/follow"
    first = carl.post(path, key="once")
    assert carl.post(path, key="once").json() == first.json()
    communities.remove_member(world.lab, by=world.maya, person=world.carl)
    again = carl.post(path, key="once")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")
    assert b"Secret" not in again.content
    communities.add_member(world.lab, by=world.maya, person=world.carl)
    assert carl.post(path, key="once").json() == first.json()


def test_what_is_asked_of_a_community_is_not_told_again_to_who_left_it(world: World, caller: Call) -> None:
    communities.add_member(world.lab, by=world.maya, person=world.carl)
    carl, body = caller(world.carl), {"name": "Mix", "lines": "Weigh it"}
    path = "/communities/lab/templates"
    assert carl.post(path, body, key="once").status_code == 201
    communities.remove_member(world.lab, by=world.maya, person=world.carl)
    assert carl.get("/communities/lab").status_code == 200  # its name is known
    assert carl.post(path, body, key="once").status_code == 404


def test_what_took_sight_itself_is_answered_the_same_again(world: World, caller: Call) -> None:
    issue = potatoes.catch(making.potato(by=world.ines, title="Ours", community=world.lab), by=world.maya)
    toss = offer(issue, by=world.maya, to=world.carl)
    carl, path = caller(world.carl), f"/handoffs/{toss.pk}/refuse"
    first = carl.post(path, {"reason": "No time"}, key="once")
    assert first.status_code == 200
    assert carl.get(f"/issues/{issue.pk}").status_code == 404
    again = carl.post(path, {"reason": "No time"}, key="once")
    assert (again.status_code, again.json()) == (200, first.json())


def test_who_became_a_guest_is_not_told_again(world: World, caller: Call) -> None:
    issue = potatoes.catch(making.potato(by=world.rita), by=world.maya)
    carl, path = caller(world.carl), f"/issues/{issue.pk}/tasks"
    assert carl.post(path, {"title": "Look"}, key="once").status_code == 201
    change_role(world.carl, by=world.ada, role="guest")
    assert carl.post(path, {"title": "Look"}, key="once").status_code == 404
    assert Task.objects.filter(issue=issue).count() == 1
