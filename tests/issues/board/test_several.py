"""Several cards at once, a title in a column's head, folded columns: as people use them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from issues.actions import potatoes, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.lifecycle import Status
from issues.models import Issue
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


def flagged(world: World, count: int, **fields: object) -> list[Issue]:
    return [making.potato(by=world.rita, title=f"Potato {number}", **fields) for number in range(count)]


def send(client: Client, issues: list[Issue], status: str, **more: str) -> str:
    said = {"issue": [issue.pk for issue in issues], "status": status, **more}
    return client.post("/board/several/", said, headers=SCRIPT).content.decode()


def in_three_days() -> dt.datetime:
    return timezone.now().replace(microsecond=0, second=0) + dt.timedelta(days=3)


def soon() -> str:
    return f"{timezone.localtime(in_three_days()):%Y-%m-%dT%H:%M}"


def statuses(issues: list[Issue]) -> list[str]:
    return [Issue.objects.get(pk=issue.pk).status for issue in issues]


def undo_of(answer: str) -> str:
    found = re.search(r'action="(/board/several/\w+/undo/)"', answer)
    assert found
    return found[1]


def test_several_are_caught_at_once(world: World, client_of: ClientOf) -> None:
    issues = flagged(world, 3)
    answer = send(client_of(world.carl), issues, "caught", said="1")
    assert "3 potatoes moved to “Caught”" in answer
    assert statuses(issues) == ["caught"] * 3


def test_each_refused_one_is_named_with_its_reason_and_stops_no_other(world: World, client_of: ClientOf) -> None:
    issues = flagged(world, 3)
    potatoes.catch(issues[1], by=world.maya)
    answer = send(client_of(world.carl), issues, "caught", said="1")
    assert "2 potatoes moved" in answer
    refused = answer.split("These stay where they are", 1)[1]
    assert issues[1].key in refused
    assert "Maya Roth has already caught it" in refused
    assert issues[0].key not in refused


def test_a_move_that_needs_words_asks_once_for_all(world: World, client_of: ClientOf) -> None:
    issues = [potatoes.catch(issue, by=world.carl) for issue in flagged(world, 2)]
    client = client_of(world.carl)
    asked = send(client, issues, "waiting")
    assert "<dialog" in asked
    assert all(f'name="issue" value="{issue.pk}"' in asked for issue in issues)
    words = {"waiting_for": "date", "until": "2099-01-01T10:00", "reason": "Parts", "said": "1"}
    late = send(client, issues, "waiting", **words)
    assert "30 days" in late
    assert statuses(issues) == ["caught"] * 2


def test_what_waits_goes_on_by_undo_and_once_only(world: World, client_of: ClientOf) -> None:
    issues = [potatoes.catch(issue, by=world.carl) for issue in flagged(world, 2)]
    client = client_of(world.carl)
    words = {"waiting_for": "date", "until": soon(), "reason": "Parts", "said": "1"}
    url = undo_of(send(client, issues, "waiting", **words))
    assert statuses(issues) == ["waiting"] * 2
    assert "2 potatoes are back" in client.post(url, headers=SCRIPT).content.decode()
    assert statuses(issues) == ["caught"] * 2
    assert client.post(url, headers=SCRIPT).status_code == 409


def test_undo_brings_a_wait_back_with_its_words(world: World, client_of: ClientOf) -> None:
    (issue,) = flagged(world, 1)
    issue = potatoes.catch(issue, by=world.carl)
    until = in_three_days()
    waiting.wait(issue, by=world.carl, waiting_for="date", until=until, reason="Parts come")
    client = client_of(world.carl)
    client.post(undo_of(send(client, [issue], "caught")), headers=SCRIPT)
    issue.refresh_from_db()
    assert (issue.status, issue.waiting_until, issue.waiting_reason) == (Status.WAITING, until, "Parts come")


@pytest.mark.parametrize(("to", "why"), [("caught", "a catch is a promise"), ("discarded", "an appeal of the hunter")])
def test_what_has_no_undo_says_so_before_and_offers_none_after(
    to: str, why: str, world: World, client_of: ClientOf
) -> None:
    issues = flagged(world, 2)
    client = client_of(world.maya)
    asked = send(client, issues, to)
    assert "<dialog" in asked
    assert why in asked
    assert statuses(issues) == ["flagged"] * 2
    answer = send(client, issues, to, said="1", reason="Twice the same")
    assert "2 potatoes moved" in answer
    assert "/undo/" not in answer
    assert statuses(issues) == [to] * 2


def test_what_is_opened_again_says_before_that_it_stays_open(world: World, client_of: ClientOf) -> None:
    (issue,) = flagged(world, 1)
    resolving.resolve(potatoes.catch(issue, by=world.carl), by=world.carl, effort="S")
    client = client_of(world.carl)
    assert "stays open until it is resolved anew" in send(client, [issue], "in_progress")
    assert "/undo/" not in send(client, [issue], "in_progress", said="1")
    assert statuses([issue]) == ["in_progress"]


def test_of_a_mixed_move_only_what_may_return_is_brought_back(world: World, client_of: ClientOf) -> None:
    fresh, waits = flagged(world, 2)
    waits = potatoes.catch(waits, by=world.carl)
    waiting.wait(waits, by=world.carl, waiting_for="date", until=in_three_days(), reason="Parts come")
    client = client_of(world.carl)
    url = undo_of(send(client, [fresh, waits], "caught", said="1"))
    back = client.post(url, headers=SCRIPT).content.decode()
    assert "1 potato is back" in back
    assert fresh.key not in back
    assert statuses([fresh, waits]) == ["caught", "waiting"]


def test_undo_leaves_alone_what_moved_on_since(world: World, client_of: ClientOf) -> None:
    (issue,) = flagged(world, 1)
    issue = potatoes.catch(issue, by=world.carl)
    client = client_of(world.carl)
    words = {"waiting_for": "date", "until": soon(), "reason": "Parts", "said": "1"}
    url = undo_of(send(client, [issue], "waiting", **words))
    issue = waiting.resume(issue, by=world.carl)
    (bite,) = tasks.add(issue, by=world.carl, drafts=[TaskDraft("Look")])
    tasks.take(bite, by=world.ines)
    assert "It has moved on since" in client.post(url, headers=SCRIPT).content.decode()


def test_what_i_may_not_see_is_not_moved_nor_named(world: World, client_of: ClientOf) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    answer = send(client_of(world.carl), [secret], "caught")
    assert secret.key not in answer
    assert statuses([secret]) == ["flagged"]


@pytest.mark.parametrize("said", [{}, {"issue": ["x"], "status": "caught"}, {"issue": ["9" * 30], "status": "caught"}])
def test_nothing_selected_says_so(said: dict[str, object], carl: Person, client_of: ClientOf) -> None:
    answer = client_of(carl).post("/board/several/", said, headers=SCRIPT)
    assert answer.status_code == 409
    assert "Select some potatoes first" in answer.content.decode()


def test_without_scripts_the_board_says_what_became_of_them(world: World, client_of: ClientOf) -> None:
    issues = flagged(world, 2)
    client = client_of(world.carl)
    said = {"issue": [issue.pk for issue in issues], "status": "caught", "said": "1"}
    said |= {"query": "lane=holder&next=//evil"}
    answer = client.post("/board/several/", said)
    assert answer["Location"] == "/board/?lane=holder"
    assert "2 potatoes moved" in client.get("/board/").content.decode()
    assert "2 potatoes moved" not in client.get("/board/").content.decode()


def test_a_title_in_the_first_column_flags(world: World, client_of: ClientOf) -> None:
    client = client_of(world.carl)
    said = {"title": "Lift stands still", "community": "sales"}
    assert client.post("/board/flag/", said, headers=SCRIPT).status_code == 204
    issue = Issue.objects.get(title="Lift stands still")
    assert (issue.community, issue.reporter) == (world.sales, world.carl)
    assert client.post("/board/flag/", said)["Location"] == "/board/"


def test_a_title_that_is_not_taken_is_not_lost(world: World, client_of: ClientOf) -> None:
    client = client_of(world.carl)
    answer = client.post("/board/flag/", {"title": "x" * 141}, headers=SCRIPT)
    assert answer.status_code == 422
    assert "140" in answer.content.decode()
    form = client.post("/board/flag/", {"title": "y" * 141}, follow=True).content.decode()
    assert "y" * 141 in form


def test_a_folded_column_stays_folded_on_this_device(world: World, client_of: ClientOf) -> None:
    client = client_of(world.carl)
    client.post("/board/fold/", {"status": "waiting"})
    assert 'data-fold="waiting"' in client.get("/board/").content.decode()
    client.post("/board/fold/", {"status": "nonsense"})
    client.post("/board/fold/", {"status": "waiting"})
    assert 'data-fold=""' in client.get("/board/").content.decode()
