"""After an outage many ladders move at once: each person hears of them in one line, and nothing of them is left out."""

from __future__ import annotations

import datetime as dt

import pytest

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.activity.models import Activity
from issues.models import ClimbStep, Issue
from notifications.actions import mark_read, notify
from notifications.models import Notification
from notifications.sentences import lines
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.issues.ladders.played import MONDAY, run_at
from tests.told import tell_everything
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)
MANY = 12


@pytest.fixture
def waiting(world: World) -> list[Issue]:
    """A dozen potatoes that nobody catches, each a minute after the other."""
    made = []
    for number in range(MANY):
        with at(MONDAY + number * HOUR / 60):
            made.append(making.potato(by=world.rita, title=f"Potato {number}", community=world.sales))
    return made


def told(person: Person, name: str = "issue.uncaught") -> list[Notification]:
    return list(Notification.objects.filter(person=person, name=name).order_by("id"))


def others(person: Person) -> list[int]:
    return [note.data.get("others", 0) for note in told(person)]


def watcher(issues: list[Issue]) -> Person:
    return Issue.objects.get(pk=issues[0].pk).owner


def test_many_late_steps_are_one_line_and_each_step_is_done(
    waiting: list[Issue], world: World, client_of: ClientOf
) -> None:
    person = watcher(waiting)
    assert run_at(MONDAY + 5 * HOUR) >= MANY
    tell_everything()
    assert others(person) == [MANY - 1]
    assert ClimbStep.objects.filter(climb__issue__in=waiting, kind="notify_watch").count() == MANY
    (line,) = lines(told(person), person)
    assert line.text == "Nobody has caught Potato 0 and 11 more yet. Who takes it?"
    assert [action.url for action in line.actions] == ["/issues/?status=flagged"]
    assert "See all" in client_of(person).get("/inbox/").content.decode()


def test_a_line_grows_from_batch_to_batch_until_it_is_read(waiting: list[Issue], world: World) -> None:
    person, late = watcher(waiting), MONDAY + 5 * HOUR
    for most in (3, 4):
        with at(late):
            run_due(at=late, limit=most)
        tell_everything()
    assert others(person) == [6]
    mark_read(person)
    run_at(late)
    tell_everything()
    assert others(person) == [6, MANY - 7 - 1]


def test_who_looks_at_one_of_many_has_not_read_of_the_others(
    waiting: list[Issue], world: World, client_of: ClientOf
) -> None:
    person = watcher(waiting)
    run_at(MONDAY + 5 * HOUR)
    tell_everything()
    client_of(person).get(waiting[0].get_absolute_url())
    (note,) = told(person)
    assert note.read_at is None
    Notification.objects.filter(pk=note.pk).update(data={**note.data, "others": 0})
    client_of(person).get(waiting[0].get_absolute_url())
    (note,) = told(person)
    assert note.read_at is not None


def test_telling_the_same_rows_again_changes_nothing(waiting: list[Issue], world: World) -> None:
    person = watcher(waiting)
    run_at(MONDAY + 5 * HOUR)
    tell_everything()
    notify(Activity.objects.filter(name="issue.uncaught").order_by("id"))
    assert others(person) == [MANY - 1]


def test_what_is_put_into_somebodys_hands_keeps_a_line_of_its_own(waiting: list[Issue], world: World) -> None:
    run_at(MONDAY + 5 * HOUR)
    run_at(MONDAY + 10 * HOUR)
    tell_everything()
    handed = Activity.objects.filter(name="issue.passed_on")
    assert handed.count() == MANY
    (to,) = {issue.owner for issue in Issue.objects.filter(pk__in=[issue.pk for issue in waiting])}
    assert {note.object_id for note in told(to, "issue.passed_on")} == {issue.pk for issue in waiting}


def test_what_is_on_fire_is_told_alone(waiting: list[Issue], world: World) -> None:
    person = watcher(waiting)
    Issue.objects.filter(pk=waiting[4].pk).update(heat=90)
    run_at(MONDAY + 5 * HOUR)
    tell_everything()
    assert sorted(others(person)) == [0, MANY - 2]
    assert [note.object_id for note in told(person) if note.is_urgent] == [waiting[4].pk]


def test_steps_in_time_are_told_each_by_itself(waiting: list[Issue], world: World) -> None:
    person = watcher(waiting)
    for minute in range(30, 30 + MANY + 1):
        run_at(MONDAY + minute * HOUR / 60)
    tell_everything()
    assert others(person) == [0] * MANY
