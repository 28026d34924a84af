"""Every operation of the contract, called by whom it is not for, and with what it does not take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from api.actions import create_token, revoke_token
from issues.models import Contact
from people.actions.people import deactivate
from people.models import Person
from tests.api.conftest import Caller
from tests.hostile.contract import ASKED, Operation, operations, strange
from tests.hostile.secret import CANARY, Secret
from tests.hostile.test_pages import faults
from tests.house import House
from tests.world import World

pytestmark = pytest.mark.django_db
SECRET = {"issue_id", "task_id", "handoff_id", "question_id", "link_id", "post_id", "slug", "comment_id", "template_id"}
KNOWN = {200, 201, 204, 403, 404, 405, 409, 410, 413, 415, 422}


@pytest.fixture
def contract(settings: Any) -> list[Operation]:
    """All operations; nobody is told to wait."""
    settings.API_PER_MINUTE = 10**6
    return operations(Client())


def bearer(person: Person, *scopes: str) -> Client:
    """Someone with a token, of every scope unless said otherwise."""
    allowed = scopes or ("read", "write", *(["admin"] if person.is_admin else []))
    _token, secret = create_token(by=person, name="program", scopes=allowed)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def call(client: Client, operation: Operation, ids: dict[str, Any], body: Any = None) -> Any:
    """The answer; nothing is sent with a GET."""
    sent = {} if operation.method == "get" else {"data": body, "content_type": "application/json"}
    return getattr(client, operation.method)(operation.at(ids), **sent)


def no_problem(answer: Any, status: int, code: str) -> bool:
    """Whether it is anything but this very problem."""
    if (answer.status_code, answer.headers["Content-Type"]) != (status, "application/problem+json"):
        return True
    return bool(answer.json()["code"] != code)


@pytest.mark.parametrize("who", ["carl", "gus", "ada"])
def test_what_is_in_a_secret_community_is_not_there_for_others_whatever_they_do(
    who: str, secret: Secret, world: World, contract: list[Operation]
) -> None:
    client = bearer(getattr(world, who))
    about = [operation for operation in contract if operation.names & SECRET]
    assert len(about) > 60
    wrong = [
        str(operation)
        for operation in about
        for body in (operation.fitting(), {"nonsense": 1})
        if no_problem(call(client, operation, secret.api, body), 404, "not_found")
    ]
    assert wrong == []


def test_naming_what_one_may_not_see_is_naming_what_is_not_there(secret: Secret, house: House) -> None:
    carl, issue, post = bearer(house.world.carl), house.issue.pk, house.values["posts:pk"]
    named = {
        f"/issues/{issue}/merge": ("into", secret.api["issue_id"]),
        f"/issues/{issue}/move": ("community", "hush"),
        f"/posts/{post}/comments": ("reply_to", secret.pages["comments:pk"]),
        f"/issues/{issue}/tasks": ("parent", secret.api["task_id"]),
        "/issues": ("community", "hush"),
        "/posts": ("community", "hush"),
    }
    for path, (field, value) in named.items():
        answers = []
        for told in (value, 10**9 if isinstance(value, int) else "no-such-place"):
            body = {"title": "Words", "body": "Words", "reason": "Words", field: told}
            if path.endswith(("merge", "move")):
                body = {field: told}
            answer = carl.post(f"/api/v1{path}", body, content_type="application/json")
            answers.append((answer.status_code, answer.json().get("errors", answer.json())))
        assert answers[0] == answers[1], path
        assert CANARY not in str(answers)


def test_who_shows_no_token_that_is_good_is_let_in_nowhere(
    house: House, contract: list[Operation], world: World
) -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    revoked, secret = create_token(by=world.carl, name="revoked", scopes=("read", "write"))
    _old, expired = create_token(by=world.carl, name="expired", scopes=("read", "write"), expires_at=past)
    _left, inactive = create_token(by=world.ines, name="inactive", scopes=("read", "write"))
    revoke_token(revoked, by=world.carl)
    deactivate(world.ines, by=world.ada)
    shown = ["", "Bearer", "Bearer pot_", f"Basic {secret}", f"Bearer {secret}", f"Bearer {expired}", inactive]
    shown += [f"Bearer {inactive}", f"Bearer {'x' * 5000}", "Bearer \u00e9"]
    let_in = []
    for number, operation in enumerate(contract):
        for turn in range(3):
            client = Client(headers={"Authorization": shown[(number + turn) % len(shown)]})
            if no_problem(call(client, operation, ids_of(house), operation.fitting()), 401, "not_authenticated"):
                let_in.append(f"{operation} with {client.defaults}")
    assert let_in == []


def test_a_token_that_reads_changes_nothing_anywhere(house: House, contract: list[Operation], world: World) -> None:
    client = bearer(world.maya, "read")
    writes = [operation for operation in contract if operation.method != "get"]
    assert len(writes) > 60
    wrong = [
        str(operation)
        for operation in writes
        if no_problem(call(client, operation, ids_of(house), operation.fitting()), 403, "forbidden")
    ]
    assert wrong == []


def ids_of(house: House) -> dict[str, Any]:
    """What fills the paths of the API in the house."""
    values = house.values
    return {
        "issue_id": house.issue.pk, "task_id": values["tasks:pk"], "handoff_id": values["handoffs:pk"],
        "question_id": values["questions:pk"], "link_id": values["links:pk"], "post_id": values["posts:pk"],
        "customer_id": values["customers:pk"], "contact_id": Contact.objects.get().pk,
        "slug": "sales", "handle": "carl", "emoji": "like", "ladder": "uncaught",
        "template_id": values["templates:pk"], "comment_id": values["comments:pk"], "stage": "first", "language": "en",
    }  # fmt: skip


def test_every_operation_answers_whatever_it_is_sent(house: House, contract: list[Operation], world: World) -> None:
    clients, ids, sent, asked = cycle([bearer(world.maya), bearer(world.gus)]), ids_of(house), strange(), cycle(ASKED)

    def requests() -> Iterator[tuple[Client, str, str, dict[str, Any]]]:
        for operation in contract:
            client, path = next(clients), operation.at(ids)
            if operation.method == "get":
                yield client, "get", path, {}
                yield client, "get", path, {"data": {name: next(asked) for name in operation.asked}}
                continue
            for body in (operation.fitting(), *operation.strange(sent)):
                yield client, operation.method, path, {"data": body, "content_type": "application/json"}

    assert faults(requests(), known=KNOWN) == []


RAW = (b"\xff\xfe", b'{"title":"\\ud800"}', b"[" * 100_000, b'{"a":' * 5_000, b"NaN", b"", b"1e999", b"null", b'"x"')


@pytest.mark.parametrize("raw", RAW)
def test_what_is_no_json_is_refused_with_a_sentence(raw: bytes, world: World) -> None:
    client = bearer(world.carl)
    answer = client.post("/api/v1/issues", raw, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_key_that_is_no_key_is_refused(world: World, caller: Callable[..., Caller]) -> None:
    for key in ("x" * 201, "\x7f", "\u00ff"):
        answer = caller(world.carl).post("/issues", {"title": "Words"}, key=key)
        assert answer.status_code in (201, 422), key
