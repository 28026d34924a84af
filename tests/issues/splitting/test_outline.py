"""What the outline points out: what waits for what, the critical bite, what nobody wants, one eater with too much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from esn.activity.clock import at
from esn.activity.models import Activity
from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.actions.leftovers import look_at_leftovers
from issues.critical import Part, critical, in_order, remaining
from issues.models import Issue, Task
from people.models import Person
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)


@pytest.fixture
def held(potato: Issue, carl: Person) -> Issue:
    """Carl holds it."""
    return potatoes.catch(potato, by=carl)


def chain(issue: Issue, by: Person) -> list[Task]:
    """Three in a row, eight hours in the middle, and one beside."""
    first = tasks.add(issue, by=by, drafts=[TaskDraft("Find the job", size="S")])[0]
    second = tasks.add(issue, by=by, drafts=[TaskDraft("Write credit notes", size="L", depends_on=[first])])[0]
    third = tasks.add(issue, by=by, drafts=[TaskDraft("Tell accounting", size="XS", depends_on=[second])])[0]
    beside = tasks.add(issue, by=by, drafts=[TaskDraft("Repair everything", size="L")])[0]
    return [first, second, third, beside]


def test_the_longest_chain_is_counted_in_minutes() -> None:
    parts = [
        Part(1, 60, frozenset()),
        Part(2, 480, frozenset({1})),
        Part(3, 15, frozenset({2})),
        Part(4, 480, frozenset()),
    ]
    assert remaining(parts) == {1: 555, 2: 495, 3: 15, 4: 480}
    assert critical(parts) == [1, 2, 3]
    assert critical(parts[3:]) == []
    assert critical([]) == []


def test_a_circle_that_should_not_be_ends_nothing() -> None:
    parts = [Part(1, 60, frozenset({2})), Part(2, 60, frozenset({1})), Part(3, 15, frozenset())]
    assert [part.id for part in in_order(parts)] == [3]
    assert critical(parts) == []


def test_what_waits_is_drawn_and_told_and_the_critical_bite_is_marked(
    held: Issue, carl: Person, client_of: ClientOf, token_of: Callable[[Person], str]
) -> None:
    first, second, third, _beside = chain(held, carl)
    page = client_of(carl).get(held.get_absolute_url()).content.decode()
    assert "critical: 9.25 h hang on it" in page
    assert page.count("chains__line--critical") == 2
    assert "waits for Find the job" in page
    told = {"Authorization": f"Bearer {token_of(carl)}"}
    answer = Client().get(f"/api/v1/issues/{held.pk}/tasks", headers=told).json()
    assert answer["critical"] == [first.pk, second.pk, third.pk]


def test_without_anything_that_waits_nothing_is_drawn(held: Issue, carl: Person, client_of: ClientOf) -> None:
    tasks.add(held, by=carl, drafts=[TaskDraft("One"), TaskDraft("Two", size="L")])
    page = client_of(carl).get(held.get_absolute_url()).content.decode()
    assert "chains" not in page
    assert "critical:" not in page


def test_a_bite_that_was_cut_waits_for_its_parts(held: Issue, carl: Person, client_of: ClientOf) -> None:
    (whole,) = tasks.add(held, by=carl, drafts=[TaskDraft("Everything", size="L")])
    tasks.split(whole, by=carl, drafts=[TaskDraft("Half", size="M"), TaskDraft("Other half", size="S")])
    assert "critical: 3 h hang on it" in client_of(carl).get(held.get_absolute_url()).content.decode()


def test_what_nobody_takes_is_raised_after_eight_working_hours_and_once(world: World, client_of: ClientOf) -> None:
    with at(MONDAY):
        issue = potatoes.catch(potatoes.flag(potatoes.Flag(title="Badge broken"), by=world.rita), by=world.carl)
        (bite,) = tasks.add(issue, by=world.carl, drafts=[TaskDraft("Charge the reader")])
    with at(MONDAY + dt.timedelta(hours=7)):
        assert look_at_leftovers() == 0
    with at(MONDAY + dt.timedelta(hours=23)):
        assert look_at_leftovers() == 0
    with at(MONDAY + dt.timedelta(hours=25)):
        assert look_at_leftovers() == 1
        assert look_at_leftovers() == 0
    assert "Nobody has taken these yet" in client_of(world.maya).get("/table/").content.decode()
    assert "nobody has taken it since" in client_of(world.carl).get(issue.get_absolute_url()).content.decode()
    assert Activity.objects.get(name="task.raised").audience == [world.carl.pk]
    tasks.take(bite, by=world.ines)
    assert Task.objects.get(pk=bite.pk).raised_at is None
    assert "Nobody has taken these yet" not in client_of(world.maya).get("/table/").content.decode()


def test_the_parts_of_a_bite_do_not_weigh_twice(held: Issue, world: World, client_of: ClientOf) -> None:
    (whole,) = tasks.add(held, by=world.carl, drafts=[TaskDraft("Everything", size="L")])
    parts = [TaskDraft("A third"), TaskDraft("Another third"), TaskDraft("The rest")]
    tasks.take(whole, by=world.ines)
    tasks.take(tasks.split(whole, by=world.carl, drafts=parts)[0], by=world.maya)
    assert "of the open effort" not in client_of(world.carl).get(held.get_absolute_url()).content.decode()


def test_a_bite_that_waits_says_for_what_instead_of_offering_itself(
    held: Issue, world: World, client_of: ClientOf
) -> None:
    first, second, *_rest = chain(held, world.carl)
    client = client_of(world.maya)
    page = client.get(held.get_absolute_url()).content.decode()
    assert f"/tasks/{first.pk}/take/" in page
    assert f"/tasks/{second.pk}/take/" not in page
    assert "waits for: Find the job" in page
    own = client.get(f"/tasks/{second.pk}/").content.decode()
    assert "/take/" not in own
    assert "waits for: Find the job" in own
    tasks.cancel(first, by=world.carl)
    assert f"/tasks/{second.pk}/take/" in client.get(held.get_absolute_url()).content.decode()


def test_a_weekend_raises_nothing(world: World) -> None:
    friday = MONDAY + dt.timedelta(days=4, hours=7)
    with at(friday):
        issue = potatoes.catch(potatoes.flag(potatoes.Flag(title="Badge broken"), by=world.rita), by=world.carl)
        tasks.add(issue, by=world.carl, drafts=[TaskDraft("Charge the reader")])
    with at(friday + dt.timedelta(days=2)):
        assert look_at_leftovers() == 0


def test_one_eater_with_most_of_it_is_pointed_out_to_who_steers_and_to_himself(
    held: Issue, world: World, client_of: ClientOf
) -> None:
    made = tasks.add(held, by=world.carl, drafts=[TaskDraft("Big", size="L"), TaskDraft("Two"), TaskDraft("Three")])
    tasks.take(made[0], by=world.ada)
    address = held.get_absolute_url()
    assert "80 % of the open effort" in client_of(world.carl).get(address).content.decode()
    assert "80 % of the open effort" in client_of(world.ada).get(address).content.decode()
    assert "of the open effort" not in client_of(world.rita).get(address).content.decode()
    tasks.add(held, by=world.carl, drafts=[TaskDraft("More", size="L"), TaskDraft("Even more", size="L")])
    assert "of the open effort" not in client_of(world.carl).get(address).content.decode()
