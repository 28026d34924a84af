"""Who gets in, with what, how often and how large; and what an answer says when it goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from api.models import ApiToken
from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from people.actions.people import deactivate
from people.models import Person
from tests import world as making
from tests.api.conftest import Call, Caller
from tests.api.test_story import problem
from tests.conftest import OpenPage
from tests.world import World

pytestmark = pytest.mark.django_db
LISTS = ("/issues", "/posts", "/people", "/communities", "/customers", "/feed", "/table")
SIGHT = {
    "company": {"rita", "carl", "maya", "ines", "ada"},
    "sales": {"rita", "carl", "maya", "ines", "gus", "ada"},
    "lab": {"maya", "ines"},
    "board_room": {"maya", "ada"},
}


@pytest.mark.parametrize("slug", SIGHT)
def test_each_sees_what_is_theirs_to_see(world: World, caller: Call, slug: str) -> None:
    moderator = caller(world.maya)
    issue = moderator.post("/issues", {"title": "Here", "community": slug}).json()["id"]
    post = moderator.post("/posts", {"body": "Here", "community": slug}).json()["id"]
    moderator.post(f"/issues/{issue}/catch")
    bite = moderator.post(f"/issues/{issue}/tasks", {"title": "Bite"}).json()["id"]
    known = SIGHT[slug] | ({"rita", "carl", "ada"} if slug == "lab" else set())
    for handle in ("rita", "carl", "maya", "ines", "gus", "ada"):
        one = caller(getattr(world, handle), "read")
        sees = 200 if handle in SIGHT[slug] else 404
        for path in (f"/issues/{issue}", f"/issues/{issue}/tasks", f"/issues/{issue}/history", f"/tasks/{bite}"):
            assert one.get(path).status_code == sees, (handle, path)
        assert one.get(f"/posts/{post}").status_code == sees, handle
        assert one.get(f"/communities/{slug}").status_code == (200 if handle in known else 404), handle
        assert (issue in [item["id"] for item in one.get("/issues").json()["items"]]) is (sees == 200)
        assert (post in [item["id"] for item in one.get("/posts").json()["items"]]) is (sees == 200)


@pytest.mark.parametrize("path", ["/issues", "/posts", "/communities", "/table", "/me", "/events", "/inbox", "/feed"])
def test_nobody_and_the_deactivated_are_not_let_in(world: World, caller: Call, path: str) -> None:
    carl = caller(world.carl)
    assert carl.get(path).status_code == 200
    deactivate(world.carl, by=world.ada)
    problem(carl.get(path), 401, "not_authenticated")
    problem(caller(None).get(path), 401, "not_authenticated")


@pytest.mark.parametrize("path", ["/issues/abc", "/tasks/-1", "/comments/x", "/templates/1.5", "/posts/²"])
def test_what_is_no_number_is_not_there(carl: Person, caller: Call, path: str) -> None:
    problem(caller(carl).get(path), 404, "not_found")


def test_a_token_that_reads_does_not_write(world: World, potato: Issue, caller: Call) -> None:
    carl = caller(world.carl, "read")
    assert carl.get(f"/issues/{potato.pk}").status_code == 200
    problem(carl.post(f"/issues/{potato.pk}/catch"), 403, "forbidden")
    problem(carl.post("/posts", {"body": "Hi"}), 403, "forbidden")


def test_a_session_writes_with_its_csrf_token_only(carl: Person, potato: Issue) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(carl, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/api/v1/issues/{potato.pk}/catch"
    problem(browser.post(path, {}, content_type="application/json"), 403, "forbidden")
    page = browser.get("/").content.decode()
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    answer = browser.post(path, {}, content_type="application/json", headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json()["owner"]["handle"]) == (200, "carl")


def test_too_large_a_body_is_413(carl: Person, caller: Call, settings: Any) -> None:
    problem(caller(carl).post("/posts", {"body": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}), 413, "too_large")


def test_too_often_is_429_and_says_when_to_come_again(carl: Person, caller: Call, settings: Any) -> None:
    settings.API_PER_MINUTE = 2
    one = caller(carl)
    answers = [one.get("/me") for _ in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    problem(refused[0], 429, "too_many_requests")
    assert 1 <= int(refused[0]["Retry-After"]) <= 60


def test_a_bug_is_a_problem_that_tells_nothing(carl: Person, caller: Call, settings: Any) -> None:
    one = caller(carl)
    one.client.raise_request_exception = False
    settings.API_PER_MINUTE = "broken"
    assert one.get("/me").status_code == 200
    answer = one.get("/me")
    problem(answer, 500, "error")
    assert b"Traceback" not in answer.content
    assert b"TypeError" not in answer.content


def test_create_token_prints_a_token_once(carl: Person) -> None:
    said = StringIO()
    call_command("create_token", "carl", "--name", "script", "--scope", "read", "--scope", "write", stdout=said)
    token = said.getvalue().split()[-1]
    me = Caller(token).get("/me").json()
    assert (me["person"]["handle"], sorted(me["scopes"])) == ("carl", ["read", "write"])
    assert not ApiToken.objects.filter(digest=token).exists()


def test_the_inbox_is_read_by_api(world: World, potato: Issue, caller: Call) -> None:
    carl = caller(world.carl)
    assert carl.get("/inbox").json() == {"items": [], "next": None}
    assert carl.post("/inbox/read", {}).json() == {"read": 0, "unread": {"mine": 0, "following": 0, "rest": 0}}
    problem(carl.post("/inbox/read", {"nonsense": 1}), 422, "invalid")


def test_a_list_takes_as_many_statements_at_many_rows_as_at_few(
    world: World, caller: Call, django_assert_max_num_queries: Callable[..., object]
) -> None:
    counts: dict[str, list[int]] = {path: [] for path in LISTS}
    one = caller(world.carl)
    for size in (10, 30):
        fill(world, size)
        for path in LISTS:
            one.get(path)
            with django_assert_max_num_queries(40) as seen:  # type: ignore[attr-defined]
                assert len(one.get(path, limit=200).json()["items"]) >= 10
            counts[path].append(len(seen.captured_queries))
    assert {path: seen for path, seen in counts.items() if len(set(seen)) > 1} == {}


def fill(world: World, size: int) -> None:
    """More of everything that is listed."""
    for n in range(size):
        name = f"{size}-{n}"
        customer = making.customer(f"Customer {name}", by=world.rita)
        issue = making.potato(by=world.rita, title=f"Potato {name}", customer=customer)
        potatoes.catch(issue, by=world.maya)
        tasks.add(issue, by=world.maya, drafts=[TaskDraft("Bite", skills=["SQL"])])
        making.person(f"p{name}", f"Person {name}", by=world.ada)
        making.community(f"Place {name}", by=world.carl, members=[])


@pytest.mark.django_db(transaction=True)
def test_the_docs_open_without_a_complaint(carl: Person, desktop: OpenPage) -> None:
    page = desktop(carl)
    page.goto("/settings/tokens/")
    page.click("a[href='/api/docs']")
    page.locator(".opblock").first.wait_for()
