"""Many callers at once over HTTP, on the real server: one winner, one effect, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from api.actions import create_token
from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from people.models import Person
from tests import world as making
from tests.told import settle
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50
Ask = Callable[[httpx.Client], httpx.Response]


def door(person: Person, site: str) -> httpx.Client:
    """A caller with a token and a connection of his own."""
    token = create_token(by=person, name="crowd", scopes=("read", "write"))[1]
    return httpx.Client(base_url=f"{site}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60)


def all_at_once(callers: list[httpx.Client], ask: Ask) -> list[httpx.Response]:
    """Everybody asks in the same instant."""
    start = Barrier(len(callers))

    def one(caller: httpx.Client) -> httpx.Response:
        start.wait(30)
        return ask(caller)

    with ThreadPoolExecutor(len(callers)) as pool:
        return list(pool.map(one, callers))


@pytest.fixture
def crowd(site: str, ada: Person) -> list[httpx.Client]:
    return [door(making.person(f"eater{n}", f"Eater Number{n}", by=ada), site) for n in range(MANY)]


def one_winner(answers: list[httpx.Response], code: str, role: str) -> None:
    """One got it; the others are told who."""
    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert (len(won), len(lost)) == (1, MANY - 1)
    assert {body["code"] for body in lost} == {code}
    name = won[0].json()[role]["name"]
    assert all(name in body["detail"] for body in lost)


def test_fifty_take_one_bite(potato: Issue, carl: Person, crowd: list[httpx.Client]) -> None:
    potatoes.catch(potato, by=carl)
    (bite,) = tasks.add(potato, by=carl, drafts=[TaskDraft("Stop the job")])
    one_winner(all_at_once(crowd, lambda one: one.post(f"/tasks/{bite.pk}/take", json={})), "already_taken", "assignee")


def test_fifty_catch_one_potato(potato: Issue, crowd: list[httpx.Client]) -> None:
    one_winner(all_at_once(crowd, lambda one: one.post(f"/issues/{potato.pk}/catch")), "already_caught", "owner")


def test_one_key_twenty_times_at_once_flags_once(world: World, site: str) -> None:
    callers = [door(world.rita, site) for _ in range(20)]
    told = {"Idempotency-Key": "same"}
    answers = all_at_once(callers, lambda one: one.post("/issues", json={"title": "Once"}, headers=told))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert Issue.objects.filter(title="Once").count() == 1


def test_a_reader_of_events_misses_nothing_that_twenty_write_at_once(world: World, site: str) -> None:
    reader, writers = door(world.carl, site), [door(world.rita, site) for _ in range(20)]
    cursor = reader.get("/events").json()["next"]
    heard: list[dict[str, Any]] = []
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(all_at_once, writers, lambda one: one.post("/issues", json={"title": "Busy"}))
        while not writing.done():
            cursor = listen(reader, cursor, heard)
    settle()
    listen(reader, cursor, heard)
    flagged = [item["object"]["id"] for item in heard if item["name"] == "issue.flagged"]
    assert sorted(flagged) == sorted(Issue.objects.filter(title="Busy").values_list("pk", flat=True))
    assert len({item["cursor"] for item in heard}) == len(heard)


def listen(reader: httpx.Client, cursor: str, heard: list[dict[str, Any]]) -> str:
    """Read on until there is nothing; where it goes on."""
    while True:
        body = reader.get("/events", params={"since": cursor, "limit": 7}).json()
        heard.extend(body["items"])
        cursor = body["next"]
        if not body["items"]:
            return cursor
