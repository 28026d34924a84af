"""Who could help: evidence from bites done, absence, appetite and wishes respected, and a trace for the one shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from esn.activity.clock import at
from issues.actions import eating, potatoes, rules, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from issues.reading.helpers import helpers
from issues.rules import Rule
from people.actions import absences
from people.actions.people import set_skills, update_profile
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


def eat(issue: Issue, eater: Person, skill: str, *, days_ago: int) -> None:
    """A bite that asked for the skill, eaten so long ago."""
    with at(timezone.now() - dt.timedelta(days=days_ago)):
        (task,) = tasks.add(issue, by=issue.owner, drafts=[TaskDraft(f"Bite for {skill}", skills=[skill])])
        tasks.take(task, by=eater)
        eating.finish(task, by=eater, effort="S")


@pytest.fixture
def past(world: World) -> Issue:
    """A potato of the past, on which people learned."""
    with at(timezone.now() - dt.timedelta(days=900)):
        return potatoes.catch(making.potato(by=world.rita, title="Long ago"), by=world.maya)


@pytest.fixture
def needy(world: World, potato: Issue) -> Issue:
    """Maya holds it; it needs somebody who knows invoicing."""
    caught = potatoes.catch(potato, by=world.maya)
    tasks.add(caught, by=world.maya, drafts=[TaskDraft("Write credit notes", skills=["Billing"])])
    return caught


def test_who_did_it_lately_comes_before_who_did_it_long_ago(world: World, past: Issue, needy: Issue) -> None:
    for days in (800, 790, 780):
        eat(past, world.ines, "Billing", days_ago=days)
    for days in (20, 10):
        eat(past, world.carl, "Billing", days_ago=days)
    found = helpers(needy, world.maya)
    assert [helper.person for helper in found] == [world.carl, world.ines]
    assert found[0].why.startswith("2 bites on Billing, last ")
    assert found[0].task is not None
    assert found[0].task.title == "Write credit notes"


def test_the_community_says_how_long_a_bite_is_evidence(world: World, past: Issue, needy: Issue) -> None:
    eat(past, world.ines, "Billing", days_ago=300)
    eat(past, world.ines, "Billing", days_ago=300)
    eat(past, world.carl, "Billing", days_ago=20)
    assert [helper.person for helper in helpers(needy, world.maya)] == [world.carl, world.ines]
    rules.set_numbers(needy.community, by=world.maya, values={Rule.HALF_LIFE: Decimal(720)})
    assert [helper.person for helper in helpers(needy, world.maya)] == [world.ines, world.carl]
    rules.set_numbers(needy.community, by=world.maya, values={Rule.HALF_LIFE: Decimal(30)})
    assert [helper.person for helper in helpers(needy, world.maya)] == [world.carl]


def test_one_of_the_three_is_a_learner(world: World, past: Issue, needy: Issue) -> None:
    for number, days in enumerate((30, 20, 10)):
        eater = making.person(f"eater{number}", f"Eater Number{number}")
        eat(past, eater, "Billing", days_ago=days)
    set_skills(world.ines, by=world.ines, names=[], learning=["Billing"])
    found = helpers(needy, world.maya)
    assert [helper.is_learner for helper in found] == [False, False, True]
    assert found[2].person == world.ines
    rules.set_numbers(needy.community, by=world.maya, values={Rule.HELPERS: Decimal(2)})
    assert [helper.is_learner for helper in helpers(needy, world.maya)] == [False, True]
    rules.set_numbers(needy.community, by=world.maya, values={Rule.HELPERS: Decimal(1)})
    assert [helper.is_learner for helper in helpers(needy, world.maya)] == [False]


def test_who_is_away_full_unwilling_or_the_hunter_is_left_alone(world: World, past: Issue, needy: Issue) -> None:
    for person in (world.carl, world.ines, world.ada, world.rita):
        eat(past, person, "Billing", days_ago=5)
    assert world.rita not in [helper.person for helper in helpers(needy, world.maya)]
    update_profile(world.carl, by=world.carl, is_suggestible=False)
    now = timezone.now()
    absences.start_absence(world.ines, by=world.ines, starts_at=now, ends_at=now + dt.timedelta(days=2))
    update_profile(world.ada, by=world.ada, appetite=1)
    (bite,) = tasks.add(past, by=world.maya, drafts=[TaskDraft("One more")])
    tasks.take(bite, by=world.ada)
    assert helpers(needy, world.maya) == []


def test_who_was_suggested_sees_to_whom_and_why(world: World, past: Issue, needy: Issue, client_of: ClientOf) -> None:
    eat(past, world.carl, "Billing", days_ago=3)
    page = client_of(world.maya).get(f"/issues/{needy.pk}/helpers/").content.decode()
    assert "1 bite on Billing" in page
    mine = client_of(world.carl).get("/settings/suggested/").content.decode()
    assert "suggested to Maya Roth for 1 bite on Billing" in mine
    assert needy.key in mine
    assert needy.key not in client_of(world.ines).get("/settings/suggested/").content.decode()


def test_why_nobody_is_suggested_is_said(world: World, potato: Issue, client_of: ClientOf) -> None:
    caught, address = potatoes.catch(potato, by=world.maya), f"/issues/{potato.pk}/helpers/"
    tasks.add(caught, by=world.maya, drafts=[TaskDraft("Anything")])
    assert "Name the skills that the bites need" in client_of(world.maya).get(address).content.decode()
    tasks.add(caught, by=world.maya, drafts=[TaskDraft("Fly there", skills=["Flying"])])
    assert "Nobody with these skills is free just now." in client_of(world.maya).get(address).content.decode()


def test_a_potato_that_i_may_not_see_suggests_nobody(world: World, client_of: ClientOf) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    assert client_of(world.carl).get(f"/issues/{secret.pk}/helpers/").status_code == 404
