"""A taken bite that nobody touches: one question after a working day, the table after two."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from esn.activity import history
from esn.activity.clock import at
from esn.activity.models import Activity
from issues.actions import eating, potatoes, rules, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.actions.untouched import look_at_plates
from issues.models import Issue, Task
from issues.rules import Rule
from tests import world as making
from tests.world import World

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def bite(world: World) -> Task:
    """Taken by Inès on Monday at eight, of a potato that Carl holds."""
    with at(MONDAY):
        issue = making.potato(by=world.rita, community=world.company)
        issue = potatoes.catch(issue, by=world.carl)
        made = tasks.add(issue, by=world.carl, drafts=[TaskDraft("Count the pallets")])[0]
        return tasks.take(made, by=world.ines)


def looked(moment: dt.datetime) -> int:
    with at(moment):
        return look_at_plates()


def test_its_eater_is_asked_once_and_later_it_goes_back(bite: Task, world: World) -> None:
    assert looked(MONDAY + dt.timedelta(hours=6)) == 0
    assert [looked(MONDAY + DAY + dt.timedelta(hours=1)) for _ in range(2)] == [1, 0]
    asked = Activity.objects.get(name="task.reminded")
    assert asked.audience == [world.ines.pk]
    assert looked(MONDAY + 4 * DAY) == 1
    back = Task.objects.get(pk=bite.pk)
    assert (back.status, back.assignee) == ("open", None)
    told = Activity.objects.get(name="task.went_back")
    assert set(told.audience) == {world.ines.pk, world.carl.pk}
    assert Issue.objects.get(pk=bite.issue_id).status == "caught"
    assert history.of("issue", bite.issue_id).last().name == "issue.back_to_caught"  # type: ignore[union-attr]


def test_who_moves_after_the_question_keeps_it(bite: Task, world: World) -> None:
    assert looked(MONDAY + DAY + dt.timedelta(hours=1)) == 1
    with at(MONDAY + DAY + dt.timedelta(hours=2)):
        eating.start(bite, by=world.ines)
    assert looked(MONDAY + 2 * DAY) == 0
    assert Task.objects.get(pk=bite.pk).assignee == world.ines


def test_after_an_outage_nobody_loses_a_bite_without_being_asked(bite: Task) -> None:
    assert looked(MONDAY + 14 * DAY) == 1
    assert looked(MONDAY + 14 * DAY + dt.timedelta(hours=1)) == 0
    assert Task.objects.get(pk=bite.pk).status == "taken"


def test_while_the_potato_waits_nobody_is_asked(bite: Task, world: World) -> None:
    with at(MONDAY):
        until = MONDAY + 20 * DAY
        waiting.wait(bite.issue, by=world.carl, waiting_for="date", until=until, reason="The part comes then")
    assert looked(MONDAY + 5 * DAY) == 0


def test_the_community_says_how_long(bite: Task, world: World) -> None:
    rules.set_numbers(world.company, by=world.maya, values={Rule.REMINDED_AFTER: Decimal(2)})
    assert looked(MONDAY + dt.timedelta(hours=3)) == 1
