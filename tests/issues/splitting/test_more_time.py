"""More time for a bite: asked for by its eater, granted or refused by who steers, the first answer counts."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from esn.activity.models import Activity
from esn.lib.errors import Conflict, Forbidden, Refused
from issues.actions import extending, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Extension, Issue, Task
from people.models import Person
from tests.cast import ClientOf
from tests.told import tell_everything
from tests.world import World

pytestmark = pytest.mark.django_db
DUE = timezone.now().replace(microsecond=0) + dt.timedelta(days=1)
LATER = DUE + dt.timedelta(days=2)


@pytest.fixture
def bite(potato: Issue, carl: Person, ines: Person) -> Task:
    """Carl holds the potato, Ines eats of it, and it is due tomorrow."""
    potatoes.catch(potato, by=carl)
    (made,) = tasks.add(potato, by=carl, drafts=[TaskDraft("Write credit notes", due_at=DUE)])
    return tasks.take(made, by=ines)


def due(bite: Task) -> dt.datetime | None:
    return Task.objects.get(pk=bite.pk).due_at


def test_the_eater_asks_and_the_holder_grants_in_one_tap(bite: Task, world: World, client_of: ClientOf) -> None:
    said = {"due_at": LATER.strftime("%Y-%m-%dT%H:%M"), "reason": "The list is longer than we thought"}
    assert client_of(world.ines).post(f"/tasks/{bite.pk}/extend/", said).status_code == 302
    assert due(bite) == DUE
    page = client_of(world.carl).get(f"/issues/{bite.issue_id}/").content.decode()
    assert "The list is longer than we thought" in page
    assert f"/tasks/{bite.pk}/grant/" in page
    assert f"/tasks/{bite.pk}/grant/" not in client_of(world.ines).get(f"/issues/{bite.issue_id}/").content.decode()
    assert client_of(world.carl).post(f"/tasks/{bite.pk}/grant/").status_code == 302
    assert due(bite) == Extension.objects.get().due_at
    facts = client_of(world.ines).get(f"/tasks/{bite.pk}/").content.decode()
    assert "Accordé" in facts
    names = list(Activity.objects.filter(object_id=bite.pk, kind="task").order_by("id").values_list("name", flat=True))
    assert names[-2:] == ["task.extension_asked", "task.extension_granted"]


@pytest.mark.django_db(transaction=True)
def test_the_holder_grants_it_from_the_inbox(bite: Task, world: World, client_of: ClientOf) -> None:
    extending.extend(bite, by=world.ines, due_at=LATER, reason="Too much")
    tell_everything()
    inbox = client_of(world.carl).get("/inbox/").content.decode()
    assert f'action="/tasks/{bite.pk}/grant/"' in inbox
    assert f'href="/tasks/{bite.pk}/refuse-more/"' in inbox


def test_the_holder_says_no_with_a_reason_and_it_stays_due(bite: Task, world: World, client_of: ClientOf) -> None:
    extending.extend(bite, by=world.ines, due_at=LATER, reason="Too much")
    assert client_of(world.carl).post(f"/tasks/{bite.pk}/refuse-more/", {"reason": ""}).status_code == 422
    client_of(world.carl).post(f"/tasks/{bite.pk}/refuse-more/", {"reason": "The customer waits"})
    assert due(bite) == DUE
    assert Extension.objects.get().answer == "The customer waits"
    with pytest.raises(Conflict, match="faster"):
        extending.grant_extension(bite, by=world.maya)


def test_a_holder_gives_time_without_being_asked_and_a_stranger_cannot(bite: Task, world: World) -> None:
    with pytest.raises(Forbidden):
        extending.extend(bite, by=world.rita, due_at=LATER, reason="Why not")
    extending.extend(bite, by=world.ines, due_at=LATER, reason="Too much")
    with pytest.raises(Forbidden):
        extending.grant_extension(bite, by=world.ines)
    longer = LATER + dt.timedelta(days=3)
    extending.extend(bite, by=world.maya, due_at=longer, reason="Take even longer")
    assert due(bite) == longer
    assert Extension.objects.get().decided_by == world.maya


def test_a_second_wish_takes_the_place_of_the_first(bite: Task, world: World) -> None:
    extending.extend(bite, by=world.ines, due_at=LATER, reason="A day")
    extending.extend(bite, by=world.ines, due_at=LATER + dt.timedelta(days=1), reason="Two days")
    extending.grant_extension(bite, by=world.carl)
    assert due(bite) == LATER + dt.timedelta(days=1)


def test_what_was_asked_by_an_earlier_eater_waits_no_longer(bite: Task, world: World) -> None:
    extending.extend(bite, by=world.ines, due_at=LATER, reason="A day")
    tasks.give_back(bite, by=world.ines)
    with pytest.raises(Conflict):
        extending.grant_extension(bite, by=world.carl)


@pytest.mark.parametrize(
    ("due_at", "code"), [(DUE - dt.timedelta(hours=1), "invalid"), (DUE + dt.timedelta(days=99_999), "invalid")]
)
def test_more_time_ends_later_and_not_in_another_age(due_at: dt.datetime, code: str, bite: Task, ines: Person) -> None:
    with pytest.raises(Refused) as refused:
        extending.extend(bite, by=ines, due_at=due_at, reason="Why")
    assert (refused.value.code, refused.value.errors[0].field) == (code, "due_at")


def test_a_bite_without_a_due_date_has_none_to_move(bite: Task, ines: Person) -> None:
    Task.objects.filter(pk=bite.pk).update(due_at=None)
    with pytest.raises(Refused, match="no due date"):
        extending.extend(bite, by=ines, due_at=LATER, reason="Why")


def test_the_api_asks_and_grants_by_one_address(
    bite: Task, world: World, token_of: Callable[[Person], str], client_of: ClientOf
) -> None:
    def send(person: Person, path: str, **body: object) -> int:
        told = {"Authorization": f"Bearer {token_of(person)}"}
        address = f"/api/v1/tasks/{bite.pk}/{path}"
        return Client().post(address, body, content_type="application/json", headers=told).status_code

    assert send(world.ines, "extend", due_at=LATER.isoformat(), reason="Too much") == 200
    assert due(bite) == DUE
    listed = client_of(world.carl).get(f"/api/v1/tasks/{bite.pk}/extensions").json()["items"]
    assert [(one["status"], one["asked_by"]["handle"], one["reason"]) for one in listed] == [
        ("asked", "ines", "Too much")
    ]
    assert send(world.rita, "extend", due_at=LATER.isoformat(), reason="Me too") == 403
    assert send(world.ines, "extend/refuse", reason="No") == 403
    assert send(world.carl, "extend", due_at=LATER.isoformat(), reason="Fine") == 200
    assert due(bite) == LATER
    assert send(world.carl, "extend/refuse", reason="Too late") == 409
    assert send(world.ines, "extend", due_at=LATER.isoformat(), reason="Again") == 422


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_the_first_counts(bite: Task, world: World) -> None:
    extending.extend(bite, by=world.ines, due_at=LATER, reason="Too much")
    answers: list[str] = []
    start = threading.Barrier(6)

    def answer(number: int) -> None:
        start.wait()
        try:
            if number % 2:
                extending.grant_extension(bite, by=world.carl)
            else:
                extending.refuse_extension(bite, by=world.maya, reason="No")
            answers.append("done")
        except Conflict as conflict:
            answers.append(conflict.code)
        finally:
            connection.close()

    crowd = [threading.Thread(target=answer, args=(number,)) for number in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(answers) == ["done", *["nothing_asked"] * 5]
