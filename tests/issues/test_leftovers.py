"""A bite that nobody takes is raised, one that nobody touches is asked about and goes back; nobody is flooded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from esn.activity import history
from esn.activity.clock import at
from esn.activity.models import Activity
from issues.actions import eating, potatoes, rules, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.actions.leftovers import look_at_leftovers
from issues.models import Issue, Task, TaskDependency
from issues.rules import Rule
from notifications.models import Notification
from notifications.sentences import lines
from tests import world as making
from tests.told import tell_everything
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
        return look_at_leftovers()


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


def test_a_pause_of_the_potato_is_none_of_the_bites_time(bite: Task, world: World) -> None:
    with at(MONDAY + dt.timedelta(hours=1)):
        until = MONDAY + 20 * DAY
        issue = waiting.wait(bite.issue, by=world.carl, waiting_for="date", until=until, reason="The part comes then")
    with at(MONDAY + 10 * DAY):
        waiting.resume(issue, by=world.carl)
    assert looked(MONDAY + 10 * DAY + dt.timedelta(hours=1)) == 0
    assert looked(MONDAY + 11 * DAY + dt.timedelta(hours=1)) == 1
    assert Activity.objects.filter(name="task.reminded").count() == 1


def cut(world: World, *, potatoes_: int, bites: int) -> list[Task]:
    """So many bites of so many potatoes that Carl holds, all on the table since Monday."""
    made: list[Task] = []
    with at(MONDAY):
        for number in range(potatoes_):
            issue = making.potato(by=world.rita, title=f"Trouble {number}", community=world.company)
            potatoes.catch(issue, by=world.carl)
            made += tasks.add(issue, by=world.carl, drafts=[TaskDraft(f"Bite {n}") for n in range(bites)])
    return made


@pytest.mark.django_db(transaction=True)
def test_after_an_outage_the_holder_hears_of_all_that_nobody_took_in_one_line(world: World) -> None:
    made = cut(world, potatoes_=4, bites=5)
    assert looked(MONDAY + 14 * DAY) == 20
    assert Task.objects.filter(raised_at=None).count() == 0
    assert len({row.object_id for row in Activity.objects.filter(name="task.raised")}) == len(made)
    tell_everything()
    [note] = Notification.objects.filter(person=world.carl, name="task.raised")
    [line] = lines([note], world.carl)
    assert line.text == f"Nobody took {line.subject.title} and 19 more so far. Ask somebody, or cut smaller."
    assert looked(MONDAY + 15 * DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_an_eater_hears_of_all_on_the_plate_in_one_line_and_so_it_goes_back(world: World) -> None:
    for bite in cut(world, potatoes_=1, bites=3):
        with at(MONDAY):
            tasks.take(bite, by=world.ines)
    assert looked(MONDAY + 2 * DAY) == 3
    assert looked(MONDAY + 5 * DAY) == 3
    tell_everything()
    told = Notification.objects.filter(name__in=("task.reminded", "task.went_back"))
    assert sorted((note.name, note.person.handle) for note in told) == [
        ("task.reminded", "ines"), ("task.went_back", "carl"), ("task.went_back", "ines"),
    ]  # fmt: skip
    issue = Issue.objects.get()
    assert (issue.status, issue.task_taken, Task.objects.on_the_table().count()) == ("caught", 0, 3)
    assert history.of("issue", issue.pk).filter(name="issue.back_to_caught").count() == 1


def test_what_waits_for_another_bite_is_not_called_unwanted(world: World) -> None:
    first, second = cut(world, potatoes_=1, bites=2)
    TaskDependency.objects.create(task=second, needs=first)
    with at(MONDAY + DAY):
        tasks.take(first, by=world.carl)
    assert looked(MONDAY + DAY + dt.timedelta(hours=4)) == 0
    with at(MONDAY + 2 * DAY):
        eating.finish(first, by=world.carl, effort="S")
    assert looked(MONDAY + 2 * DAY + dt.timedelta(hours=4)) == 0
    assert looked(MONDAY + 3 * DAY + dt.timedelta(hours=1)) == 1
    assert Activity.objects.get(name="task.raised").object_id == second.pk
