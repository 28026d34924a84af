"""The main job by its actions: flagged, caught, cut, eaten, told, resolved, closed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity import history
from esn.activity.clock import at
from esn.lib.errors import Conflict, Forbidden, Refused
from issues.actions import customers, eating, extending, handoffs, potatoes, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft, parse_list
from issues.lifecycle import Status, TaskStatus
from issues.models import Issue, Task
from people.models import Person
from tests.world import World

pytestmark = pytest.mark.django_db


def fresh(issue: Issue) -> Issue:
    """The potato as it is now."""
    return Issue.objects.get(pk=issue.pk)


def test_a_flagged_potato_is_held_by_whoever_is_on_watch(potato: Issue, maya: Person) -> None:
    assert (potato.status, potato.owner) == (Status.FLAGGED, maya)
    assert potato.post is not None
    assert potato.heat > 0


def test_the_whole_way_from_the_flag_to_the_feast(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    assert fresh(potato).owner == world.carl
    assert fresh(potato).next_news_due_at is not None
    pasted = "- Stop the job (S)\n2. [ ] Write credit notes (L)"
    first, second = tasks.add(potato, by=world.carl, drafts=parse_list(pasted))
    assert (first.size, second.size, second.title) == ("S", "L", "Write credit notes")
    tasks.take(first, by=world.ines)
    assert fresh(potato).status == Status.IN_PROGRESS
    eating.finish(first, by=world.ines, effort="XS")
    tasks.take(second, by=world.maya)
    eating.start(second, by=world.maya)
    eating.finish(second, by=world.maya, effort="M")
    with pytest.raises(Conflict) as refusal:
        resolving.resolve(potato, by=world.carl)
    assert refusal.value.code == "news_needed"
    customers.publish_news(potato, by=world.carl, body="It is over.")
    resolving.resolve(potato, by=world.carl)
    resolving.close(potato, by=world.maya)
    done = fresh(potato)
    assert (done.status, done.task_done, done.task_live, done.heat) == (Status.CLOSED, 2, 0, 0)
    names = [row.name for row in history.of("issue", potato.pk)]
    assert names == [
        "issue.flagged",
        "issue.caught",
        "issue.in_progress",
        "issue.news_published",
        "issue.resolved",
        "issue.closed",
    ]


def test_whoever_does_not_hold_a_potato_may_not_toss_it(potato: Issue, rita: Person, carl: Person) -> None:
    with pytest.raises(Forbidden):
        handoffs.offer(potato, by=rita, to=carl)


def test_the_hunter_may_not_catch_what_he_flagged_unless_a_moderator_lets_him(potato: Issue, world: World) -> None:
    with pytest.raises(Forbidden):
        potatoes.catch(potato, by=world.rita)
    potatoes.allow_hunter(potato, by=world.maya, reason="She knows the customer.")
    assert potatoes.catch(potato, by=world.rita).owner == world.rita


def test_the_second_to_catch_is_told_who_was_first(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    with pytest.raises(Conflict, match="Carl Brandt") as refusal:
        potatoes.catch(potato, by=world.ines)
    assert refusal.value.code == "already_caught"


def test_a_potato_that_goes_round_without_progress_is_frozen(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    handoffs.accept(handoffs.offer(potato, by=world.carl, to=world.ines), by=world.ines)
    with pytest.raises(Conflict) as back:
        handoffs.offer(potato, by=world.ines, to=world.carl, reason="yours")
    assert back.value.code == "toss_frozen"
    with pytest.raises(Refused):
        handoffs.offer(potato, by=world.ines, to=world.ada)
    handoffs.refuse(handoffs.offer(potato, by=world.ines, to=world.ada, reason="invoices"), by=world.ada)
    assert float(fresh(potato).bounces) == 2.5
    handoffs.assign(potato, by=world.maya, to=world.ada, reason="you know it best")
    assert fresh(potato).owner == world.ada


def test_progress_lets_it_be_tossed_again(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    handoffs.accept(handoffs.offer(potato, by=world.carl, to=world.ines), by=world.ines)
    customers.publish_news(potato, by=world.ines, body="We are on it.")
    assert float(fresh(potato).bounces) == 0
    assert handoffs.offer(potato, by=world.ines, to=world.carl).offered_to == world.carl


def test_describing_bites_otherwise_ends_no_wait_and_taking_one_does(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    due = timezone.now() + dt.timedelta(days=2)
    first, second = tasks.add(potato, by=world.carl, drafts=[TaskDraft("One", due_at=due), TaskDraft("Two")])
    until = timezone.now() + dt.timedelta(days=3)
    waiting.wait(potato, by=world.carl, waiting_for="third_party", until=until, reason="The bank")
    eating.reorder(second, by=world.carl, before=first)
    eating.edit(second, by=world.carl, version=None, title="Two, told better", size="L")
    extending.extend(first, by=world.carl, due_at=due + dt.timedelta(days=1), reason="The bank is slow")
    assert fresh(potato).status == Status.WAITING
    assert fresh(potato).effort_left == 60 + 480
    tasks.take(first, by=world.ines)
    assert fresh(potato).status == Status.IN_PROGRESS


def test_a_one_minute_potato_takes_one_minute(potato: Issue, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    customers.publish_news(potato, by=carl, body="Done already.")
    resolving.resolve(potato, by=carl, effort="XS")
    assert fresh(potato).status == Status.RESOLVED
    assert Task.objects.get().status == TaskStatus.DONE


def test_an_elephant_needs_its_recipe(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    for task in tasks.add(potato, by=world.carl, drafts=[TaskDraft(f"Part {n}", size="L") for n in range(2)]):
        tasks.take(task, by=world.ines)
        eating.finish(task, by=world.ines, effort="L")
    customers.publish_news(potato, by=world.carl, body="It is over.")
    with pytest.raises(Refused, match="recipe"):
        resolving.resolve(potato, by=world.carl)
    resolving.resolve(potato, by=world.carl, recipe=resolving.Recipe("twice", "once", "count"))
    assert fresh(potato).resolution.cure == "once"


def test_what_is_not_solved_opens_again_with_a_bite_for_what_is_left(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    customers.publish_news(potato, by=world.carl, body="Done.")
    resolving.resolve(potato, by=world.carl, effort="S")
    resolving.reopen(potato, by=world.rita, reason="still twice")
    again = fresh(potato)
    assert (again.status, again.reopen_count, again.task_live) == (Status.IN_PROGRESS, 1, 1)


def test_while_it_waits_no_promise_is_broken(potato: Issue, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    customers.publish_news(potato, by=carl, body="Which invoices?")
    until = timezone.now() + dt.timedelta(days=20)
    waiting.wait(potato, by=carl, waiting_for="customer", until=until, reason="needs the numbers")
    later = timezone.now() + dt.timedelta(days=10)
    assert not fresh(potato).is_news_late(later)
    with at(later):
        waiting.resume(potato, by=carl)
    assert not fresh(potato).is_news_late(later)
    assert fresh(potato).is_news_late(later + dt.timedelta(days=10))
