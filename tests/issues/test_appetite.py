"""A full plate: one more needs a moderator's reason and one's own yes, and nobody else's word."""

from __future__ import annotations

import pytest

from esn.activity.models import Activity
from esn.lib.errors import Conflict, Refused
from issues.actions import asking, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue, Task
from people.models import Person
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def bites(potato: Issue, world: World) -> list[Task]:
    """Five on the table of a potato that Carl holds; Inès has her three and room for no more."""
    potatoes.catch(potato, by=world.carl)
    made = tasks.add(potato, by=world.carl, drafts=[TaskDraft(f"Bite {number}") for number in range(5)])
    for bite in made[:3]:
        tasks.take(bite, by=world.ines)
    return made


def test_a_fourth_is_refused_whatever_reason_one_gives_oneself(bites: list[Task], world: World) -> None:
    with pytest.raises(Conflict) as refused:
        tasks.take(bites[3], by=world.ines, reason="I like it")
    assert refused.value.code == "appetite"


def test_a_moderators_reason_and_ones_own_yes_make_a_fourth(
    bites: list[Task], world: World, client_of: ClientOf
) -> None:
    asked = {"to": "ines", "note": "Nobody else reads this format"}
    assert client_of(world.maya).post(f"/tasks/{bites[3].pk}/ask/", asked).status_code == 302
    assert Task.objects.get(pk=bites[3].pk).assignee is None
    assert client_of(world.ines).post(f"/tasks/{bites[3].pk}/take/").status_code == 302
    assert Task.objects.get(pk=bites[3].pk).assignee == world.ines
    assert Activity.objects.filter(name="task.taken").latest("id").facts["reason"] == "Nobody else reads this format"
    page = client_of(world.carl).get(f"/issues/{bites[3].issue_id}/").content.decode()
    assert "Bite 3</b>: Nobody else reads this format" in page
    assert client_of(world.ines).post(f"/tasks/{bites[4].pk}/take/").status_code == 409


def test_a_moderator_who_asks_for_more_says_why(bites: list[Task], world: World, client_of: ClientOf) -> None:
    maya = client_of(world.maya)
    assert "this is the reason for one more" in maya.get(f"/tasks/{bites[3].pk}/ask/").content.decode()
    answer = maya.post(f"/tasks/{bites[3].pk}/ask/", {"to": "ines", "note": " "})
    assert answer.status_code == 422
    assert "Say why it should be one more." in answer.content.decode()
    with pytest.raises(Refused) as refused:
        asking.ask_person(bites[3], by=world.maya, to=world.ines)
    assert refused.value.errors[0].field == "note"


def test_nobody_but_a_moderator_asks_for_more_than_the_appetite(bites: list[Task], world: World) -> None:
    with pytest.raises(Conflict) as refused:
        asking.ask_person(bites[3], by=world.carl, to=world.ines, note="Please")
    assert refused.value.code == "appetite"
    tasks.give_back(bites[0], by=world.ines)
    asking.ask_person(bites[3], by=world.carl, to=world.ines, note="Please")
    tasks.take(bites[3], by=world.ines)
    with pytest.raises(Conflict):
        tasks.take(bites[4], by=world.ines)


def test_the_api_tells_who_is_full_and_lets_a_moderator_ask(
    bites: list[Task], world: World, client_of: ClientOf
) -> None:
    def send(person: Person, path: str, **body: str) -> tuple[int, str]:
        address = f"/api/v1/tasks/{bites[3].pk}/{path}"
        answer = client_of(person).post(address, body, content_type="application/json")
        return answer.status_code, answer.json().get("code", "")

    assert send(world.ines, "take") == (409, "appetite")
    assert send(world.carl, "ask", to="ines", note="Please") == (409, "appetite")
    assert send(world.maya, "ask", to="ines") == (422, "invalid")
    assert send(world.maya, "ask", to="ines", note="Only you can") == (200, "")
    assert send(world.ines, "take") == (200, "")


def test_only_a_moderator_is_asked_for_a_reason(bites: list[Task], world: World, client_of: ClientOf) -> None:
    world.maya.appetite = 0
    world.maya.save()
    address = f"/tasks/{bites[3].pk}/take/"
    assert "Why one more?" in client_of(world.maya).post(address).content.decode()
    assert 'name="reason"' not in client_of(world.ines).post(address).content.decode()
    assert client_of(world.maya).post(address, {"reason": "Nobody else is here"}).status_code == 302
