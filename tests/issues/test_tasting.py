"""A review never lies with somebody who is not here: whoever stands in tastes it, and hears of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity import history
from feeds.actions.communities import add_member, leave, update_community
from issues.actions import eating, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.lifecycle import TaskStatus
from issues.models import Issue, Task
from notifications.models import Notification
from notifications.sentences import lines
from people.actions import absences, people
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.told import tell_everything
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def bite(world: World, *, taster: Person) -> Task:
    """Of a potato that Carl holds; Inès has taken it, and somebody is to taste it."""
    issue = potatoes.catch(making.potato(by=world.rita), by=world.carl)
    (made,) = tasks.add(issue, by=world.carl, drafts=[TaskDraft("Count the pallets", reviewer=taster)])
    return tasks.take(made, by=world.ines)


def goes_away(person: Person, substitute: Person | None = None) -> None:
    start = timezone.now()
    absences.start_absence(person, by=person, starts_at=start, ends_at=start + DAY, substitute=substitute)


def taster(task: Task) -> Person | None:
    return Task.objects.get(pk=task.pk).reviewer


def test_whoever_goes_away_leaves_the_tasting_to_the_substitute_who_hears_of_it(
    world: World, client_of: ClientOf
) -> None:
    task = bite(world, taster=world.maya)
    eating.finish(task, by=world.ines, effort="S")
    goes_away(world.maya, substitute=world.ada)
    assert taster(task) == world.ada
    tell_everything()
    note = Notification.objects.get(person=world.ada, name="task.taster_changed")
    (line,) = lines([note], world.ada)
    assert line.text == "You taste Count the pallets in the place of Maya Roth, who is not here."
    told = client_of(world.carl).get(f"/issues/{task.issue_id}/?tab=all").content.decode()
    assert "in the place of" in told
    assert client_of(world.ada).post(f"/tasks/{task.pk}/review/", {"verdict": "accept"}).status_code == 302
    assert Task.objects.get(pk=task.pk).status == TaskStatus.DONE


def test_without_a_substitute_the_holder_tastes_unless_he_eats_it_himself(world: World) -> None:
    task = bite(world, taster=world.maya)
    own = tasks.take(
        tasks.add(task.issue, by=world.carl, drafts=[TaskDraft("Own", reviewer=world.maya)])[0], by=world.carl
    )
    for one, eater in ((task, world.ines), (own, world.carl)):
        eating.finish(one, by=eater, effort="S")
    goes_away(world.maya)
    assert taster(task) == world.carl
    assert taster(own) not in (None, world.maya, world.carl, world.rita)


def test_what_is_finished_while_the_taster_is_away_goes_to_whoever_stands_in(world: World) -> None:
    task = bite(world, taster=world.maya)
    goes_away(world.maya, substitute=world.ada)
    assert taster(task) == world.maya
    eating.finish(task, by=world.ines, effort="S")
    assert (taster(task), Task.objects.get(pk=task.pk).status) == (world.ada, TaskStatus.REVIEW)


def test_who_leaves_the_company_leaves_no_live_bite_to_taste(world: World) -> None:
    task = bite(world, taster=world.maya)
    people.deactivate(world.maya, by=world.ada)
    assert taster(task) == world.carl
    assert [row.name for row in history.of("task", task.pk)][-1] == "task.taster_changed"


def test_who_leaves_a_closed_community_tastes_nothing_there_and_sees_nothing_of_it(world: World) -> None:
    add_member(world.lab, by=world.maya, person=world.ada)
    issue = potatoes.catch(making.potato(by=world.maya, community=world.lab), by=world.ines)
    (task,) = tasks.add(issue, by=world.ines, drafts=[TaskDraft("Look", reviewer=world.ada)])
    leave(world.lab, by=world.ada)
    assert taster(task) == world.ines
    assert not Issue.objects.visible_to(world.ada).filter(pk=issue.pk).exists()


def test_a_hunter_who_was_released_is_passed_over(world: World) -> None:
    task = bite(world, taster=world.maya)
    eating.finish(task, by=world.ines, effort="S")
    goes_away(world.maya, substitute=world.rita)
    assert taster(task) == world.carl


def test_no_hunter_tastes_for_another_before_the_catch_or_with_a_moderators_leave_either(world: World) -> None:
    uncaught = making.potato(by=world.rita)
    (first,) = tasks.add(uncaught, by=world.maya, drafts=[TaskDraft("Count", reviewer=world.carl)])
    tasks.take(first, by=world.ines)
    allowed = potatoes.catch(making.potato(by=world.rita), by=world.maya)
    potatoes.allow_hunter(allowed, by=world.maya, reason="Knows them")
    (second,) = tasks.add(allowed, by=world.maya, drafts=[TaskDraft("Count", reviewer=world.carl)])
    tasks.take(second, by=world.ines)
    for one in (first, second):
        eating.finish(one, by=world.ines, effort="S")
    goes_away(world.carl, substitute=world.rita)
    assert (taster(first), taster(second)) == (world.maya, world.maya)


def test_who_became_a_guest_tastes_nothing_where_he_reads_no_longer(world: World) -> None:
    issue = potatoes.catch(making.potato(by=world.rita), by=world.maya)
    (task,) = tasks.add(issue, by=world.maya, drafts=[TaskDraft("Count", reviewer=world.carl)])
    people.change_role(world.carl, by=world.ada, role="guest")
    assert taster(task) == world.maya
    carl = Person.objects.get(pk=world.carl.pk)
    assert not Issue.objects.visible_to(carl).filter(pk=issue.pk).exists()


def test_when_a_community_closes_whoever_is_not_in_it_tastes_nothing_there(world: World) -> None:
    place = making.community("Garden", by=world.maya, members=[world.ines])
    issue = potatoes.catch(making.potato(by=world.rita, community=place), by=world.maya)
    (task,) = tasks.add(issue, by=world.maya, drafts=[TaskDraft("Count", reviewer=world.carl)])
    update_community(place, by=world.maya, kind="closed")
    assert taster(task) == world.maya
    assert not Issue.objects.visible_to(world.carl).filter(pk=issue.pk).exists()
