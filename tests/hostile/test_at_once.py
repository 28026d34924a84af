"""Moves that contradict each other, in the same instant on real connections: some win, and all that must hold holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle

import pytest
from django.utils import timezone

from feeds.actions import communities
from issues.actions import (
    bulk,
    contacts,
    customers,
    eating,
    handoffs,
    joining,
    leaving,
    merging,
    potatoes,
    resolving,
    tasks,
    waiting,
)
from issues.actions.drafts import TaskDraft
from issues.actions.resolving import Recipe
from issues.invariants.registry import check, invariants
from issues.lifecycle import EATEN_AT
from issues.models import CustomerLink, CustomerMessage, Handoff, Issue, Task
from people.actions import people
from people.models import Person, Role
from tests import world as making
from tests.feeds.test_concurrency import at_once
from tests.importing.test_invariants import LOADED
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
Works = list[Callable[[], object]]
ROUNDS = 3


@pytest.fixture
def broken(transactional_db: None) -> Iterator[list[str]]:
    """What does not hold any more when the test is over; nothing may."""
    assert LOADED
    yield []
    found = [check(one) for one in invariants.values()]
    assert [(one.invariant.name, one.offenders) for one in found if one.count] == []


@pytest.fixture
def bustle(broken: list[str], transactional_db: None) -> World:
    """The company, after which everything is looked through."""
    return making.make_company()


def caught(world: World, title: str = "Contested") -> Issue:
    """A potato that Maya holds in sales."""
    issue = making.potato(by=world.rita, title=title, community=world.sales)
    return potatoes.catch(issue, by=world.maya)


def bite(issue: Issue, world: World, title: str = "Bite") -> Task:
    (made,) = tasks.add(issue, by=world.maya, drafts=[TaskDraft(title)])
    return made


def codes(works: Sequence[Callable[[], object]]) -> list[str]:
    """What each was refused with, in order; empty for one that was not."""
    return [refusal.code if refusal else "" for refusal in at_once(works)]


def test_a_toss_that_is_answered_withdrawn_and_tossed_anew_at_once_ends_one_way(bustle: World) -> None:
    for _round in range(ROUNDS):
        issue = caught(bustle)
        toss = handoffs.offer(issue, by=bustle.maya, to=bustle.carl)
        answers = codes([
            partial(handoffs.accept, toss, by=bustle.carl), partial(handoffs.refuse, toss, by=bustle.carl),
            partial(handoffs.withdraw, toss, by=bustle.maya), partial(handoffs.accept, toss, by=bustle.carl),
            partial(handoffs.offer, issue, by=bustle.maya, to=bustle.ines),
        ])  # fmt: skip
        assert answers[:4].count("") == 1
        assert Handoff.objects.filter(issue=issue, status="offered").count() == (not answers[4])


def test_two_moderators_assign_while_a_third_catches(bustle: World) -> None:
    communities.set_role(bustle.sales, by=bustle.maya, person=bustle.carl, role="moderator")
    for _round in range(ROUNDS):
        issue = making.potato(by=bustle.rita, title="Contested", community=bustle.sales)
        answers = codes([
            partial(handoffs.assign, issue, by=bustle.maya, to=bustle.carl, reason="Now"),
            partial(handoffs.assign, issue, by=bustle.carl, to=bustle.ines, reason="Now"),
            partial(potatoes.catch, issue, by=bustle.ada),
            partial(joining.move, issue, by=bustle.maya, community=bustle.company),
            partial(potatoes.discard, issue, by=bustle.maya, reason="No"),
        ])  # fmt: skip
        assert "" in answers


def test_merging_both_ways_against_a_catch_and_work_on_both(bustle: World) -> None:
    for _round in range(ROUNDS):
        one, other = caught(bustle, "One"), caught(bustle, "Other")
        part = bite(one, bustle)
        at_once([
            partial(merging.merge, one, by=bustle.maya, into=other),
            partial(merging.merge, other, by=bustle.maya, into=one),
            partial(tasks.take, part, by=bustle.ines), partial(tasks.cancel, part, by=bustle.maya),
            partial(joining.join, one, by=bustle.carl, customer=None),
            partial(handoffs.offer, other, by=bustle.maya, to=bustle.carl),
        ])  # fmt: skip
        merged = Issue.objects.filter(pk__in=(one.pk, other.pk), status="merged").count()
        assert merged == 1
        at_once([
            partial(merging.undo_merge, Issue.objects.get(pk=one.pk), by=bustle.maya),
            partial(merging.undo_merge, Issue.objects.get(pk=other.pk), by=bustle.maya),
            partial(tasks.give_back, part, by=bustle.ines),
        ])  # fmt: skip


def test_a_bite_is_split_cancelled_taken_and_finished_at_once(bustle: World) -> None:
    for _round in range(ROUNDS):
        issue = caught(bustle)
        part = bite(issue, bustle)
        at_once([
            partial(tasks.split, part, by=bustle.maya, drafts=[TaskDraft("Half"), TaskDraft("Other half")]),
            partial(tasks.cancel, part, by=bustle.maya), partial(tasks.take, part, by=bustle.ines),
            partial(tasks.take, part, by=bustle.carl), partial(bite, issue, bustle),
            partial(eating.edit, part, by=bustle.maya, version=part.version, title="Words"),
        ])  # fmt: skip
        found = Task.objects.get(pk=part.pk)
        if (eater := found.assignee) is not None and found.status in EATEN_AT:
            answers = codes([
                partial(eating.finish, part, by=eater, effort="S"), partial(tasks.give_back, part, by=bustle.maya),
                partial(eating.start, part, by=eater), partial(eating.finish, part, by=eater, effort="M"),
            ])  # fmt: skip
            assert "" in answers


def test_the_last_bite_is_taken_while_it_is_resolved_closed_and_opened_again(bustle: World) -> None:
    recipe = Recipe("A job ran twice", "It was stopped", "One job, one lock")
    for _round in range(ROUNDS):
        issue = caught(bustle)
        part = bite(issue, bustle)
        works: Works = [
            partial(tasks.take, part, by=bustle.ines), partial(resolving.resolve, issue, by=bustle.maya, recipe=recipe),
            partial(tasks.cancel, part, by=bustle.maya), partial(resolving.close, issue, by=bustle.maya),
            partial(resolving.reopen, issue, by=bustle.rita, reason="Again"),
            partial(potatoes.discard, issue, by=bustle.maya, reason="No"),
        ]  # fmt: skip
        at_once(works)
        found = Issue.objects.get(pk=issue.pk)
        if not found.is_open:
            assert not Task.objects.filter(issue=issue, status__in=EATEN_AT).exists()


def test_several_are_moved_and_taken_back_while_somebody_else_moves_them(bustle: World) -> None:
    issues = [caught(bustle, f"Number {number}") for number in range(4)]
    until = timezone.now() + dt.timedelta(days=7)
    said = {"waiting_for": "third_party", "until": until, "reason": "Parts"}
    token = bulk.move_all(issues, "waiting", by=bustle.maya, said=said).token
    known = {issue.pk: issue for issue in Issue.objects.filter(pk__in=[issue.pk for issue in issues])}
    at_once([
        partial(bulk.take_back, token, by=bustle.maya),
        partial(bulk.move_all, list(known.values()), "in_progress", by=bustle.maya),
        partial(bulk.take_back, token, by=bustle.maya),
        *(partial(waiting.resume, issue, by=bustle.maya) for issue in issues),
    ])  # fmt: skip
    assert not Issue.objects.filter(pk__in=known, status="waiting").exists()


def test_a_link_is_rotated_while_the_customer_writes_and_the_potato_is_merged(bustle: World) -> None:
    aldera = making.customer(by=bustle.rita)
    helen = contacts.add_contact(aldera, by=bustle.rita, name="Helen", email="helen@aldera.example", language="en")
    for _round in range(ROUNDS):
        issue = making.potato(by=bustle.rita, community=bustle.sales, customer=aldera)
        potatoes.catch(issue, by=bustle.maya)
        other = caught(bustle, "Other")
        link, _url = customers.issue_link(issue, by=bustle.maya, contact=helen)
        at_once([
            partial(merging.merge, issue, by=bustle.maya, into=other),
            partial(customers.rotate_link, link, by=bustle.maya), partial(customers.rotate_link, link, by=bustle.maya),
            partial(customers.say, link, body="Hello?"), partial(customers.confirm_solved, link),
            partial(customers.revoke_link, link, by=bustle.maya),
        ])  # fmt: skip
        assert not CustomerLink.objects.filter(issue=issue).exists(), "a link stayed behind"
        assert CustomerLink.objects.filter(issue=other, revoked_at=None).count() <= 1
        assert set(CustomerMessage.objects.filter(contact=helen).values_list("issue__status", flat=True)) != {"x"}


def test_who_is_put_out_or_leaves_the_house_holds_nothing_however_fast_he_was(bustle: World) -> None:
    communities.update_community(bustle.sales, by=bustle.maya, guests_may_help=True)
    names = cycle("abcdef")
    for way in (people.deactivate, None) * ROUNDS:
        guest = making.person(f"guest-{next(names)}{way is None}".lower(), "Some Guest", by=bustle.ada, role=Role.GUEST)
        communities.add_member(bustle.sales, by=bustle.maya, person=guest)
        issue, fresh = caught(bustle), making.potato(by=bustle.rita, title="Fresh", community=bustle.sales)
        part = bite(issue, bustle)
        toss = handoffs.offer(issue, by=bustle.maya, to=guest)
        out = partial(communities.remove_member, bustle.sales, by=bustle.maya, person=guest)
        at_once([
            partial(people.deactivate, guest, by=bustle.ada) if way else out,
            partial(handoffs.accept, toss, by=guest), partial(tasks.take, part, by=guest),
            partial(potatoes.catch, fresh, by=guest),
        ])  # fmt: skip
        leaving.hand_over_stranded()
        assert holds(guest) == [], "the one who left still holds something"
        assert leaving.hand_over_stranded() == 0


def holds(person: Person) -> list[str]:
    """What he is accountable for, eats or is offered."""
    found = [str(issue) for issue in Issue.objects.open().filter(owner=person)]
    found += [str(task) for task in Task.objects.filter(assignee=person, status__in=EATEN_AT)]
    return found + [f"toss of {toss.issue}" for toss in Handoff.objects.filter(offered_to=person, status="offered")]
