"""Many at once, on real connections: one winner each, and the others are told who it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from esn.lib.errors import Conflict
from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Custody, CustodyKind, Issue, Task
from people.models import Person
from tests import world as making

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def all_at_once(people: list[Person], move: Callable[[Person], object]) -> tuple[list[Person], list[Conflict]]:
    """Everybody does it in the same instant, each on a connection of his own: the winners, and the refusals."""
    start = Barrier(len(people))

    def one(person: Person) -> Person | Conflict:
        try:
            start.wait(30)
            move(person)
        except Conflict as refusal:
            return refusal
        else:
            return person
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(one, people))
    winners = [answer for answer in answers if isinstance(answer, Person)]
    return winners, [answer for answer in answers if isinstance(answer, Conflict)]


@pytest.fixture
def crowd(ada: Person) -> list[Person]:
    return [making.person(f"eater{n}", f"Eater Number{n}", by=ada) for n in range(MANY)]


def test_fifty_take_one_bite_and_one_gets_it(potato: Issue, carl: Person, crowd: list[Person]) -> None:
    potatoes.catch(potato, by=carl)
    (bite,) = tasks.add(potato, by=carl, drafts=[TaskDraft("Stop the job")])
    winners, refusals = all_at_once(crowd, lambda person: tasks.take(bite, by=person))
    assert len(winners) == 1
    assert {refusal.code for refusal in refusals} == {"already_taken"}
    assert all(winners[0].name in refusal.message for refusal in refusals)
    assert Task.objects.get(pk=bite.pk).assignee == winners[0]


def test_fifty_catch_one_potato_and_one_holds_it(potato: Issue, crowd: list[Person]) -> None:
    winners, refusals = all_at_once(crowd, lambda person: potatoes.catch(potato, by=person))
    assert len(winners) == 1
    assert {refusal.code for refusal in refusals} == {"already_caught"}
    assert all(winners[0].name in refusal.message for refusal in refusals)
    assert Issue.objects.get(pk=potato.pk).owner == winners[0]
    assert Custody.objects.filter(issue=potato, kind=CustodyKind.CATCH).count() == 1
