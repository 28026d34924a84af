"""The OpenAPI contract says what the addresses do, and every address wants to know who calls."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from api.v1 import api

pytestmark = pytest.mark.django_db
LISTED = """
/me /people /people/{handle} /people/{handle}/absences
/people/{handle}/absences/{absence_id} /communities /communities/{slug} /communities/{slug}/members/{handle} /feed
/posts /posts/{post_id} /posts/{post_id}/comments /posts/{post_id}/reactions/{emoji} /files /customers
/customers/{customer_id}
/customers/{customer_id}/contacts /issues /issues/{issue_id} /issues/similar /issues/{issue_id}/join
/issues/{issue_id}/catch /issues/{issue_id}/discard /issues/{issue_id}/appeal /issues/{issue_id}/wait
/issues/{issue_id}/resume /issues/{issue_id}/resolve /issues/{issue_id}/reopen /issues/{issue_id}/close
/issues/{issue_id}/merge /issues/{issue_id}/undo-merge /issues/{issue_id}/offer /handoffs/{handoff_id}/accept
/handoffs/{handoff_id}/refuse /handoffs/{handoff_id}/withdraw /issues/{issue_id}/assign /issues/{issue_id}/allow-hunter
/issues/{issue_id}/appeal/accept /issues/{issue_id}/appeal/reject /issues/{issue_id}/move /issues/{issue_id}/follow
/issues/{issue_id}/questions /questions/{question_id}/answer /issues/{issue_id}/tasks /tasks/{task_id}
/tasks/{task_id}/take /tasks/{task_id}/start /tasks/{task_id}/finish /tasks/{task_id}/return /tasks/{task_id}/review
/tasks/{task_id}/cancel /tasks/{task_id}/block /tasks/{task_id}/unblock /tasks/{task_id}/split /tasks/{task_id}/ask
/tasks/{task_id}/approve /table /issues/{issue_id}/history /issues/{issue_id}/news /issues/{issue_id}/links
/communities/{slug}/rules /communities/{slug}/ladders /communities/{slug}/hours /communities/{slug}/watch
/communities/{slug}/watch/rota /communities/{slug}/watch/shifts /communities/{slug}/watch/shifts/{shift_id}
/communities/{slug}/watch/swaps /communities/{slug}/watch/swaps/{swap_id}/{answer}
/communities/{slug}/ladders/{ladder} /links/{link_id} /board /insights /events /inbox /inbox/read
/issues/{issue_id}/split-suggestions /tasks/{task_id}/extend /tasks/{task_id}/extend/refuse /inbox /inbox/read
"""


def schema() -> dict[str, Any]:
    """The contract as it is served."""
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_every_listed_address_is_in_the_contract() -> None:
    assert {f"/api/v1{path}" for path in LISTED.split()} <= set(schema()["paths"])


def test_the_contract_lists_every_address_that_answers() -> None:
    served = {f"/api/v1{prefix}{path}" for prefix, router in api._routers for path in router.path_operations}
    assert {path.replace("//", "/") for path in served} == set(schema()["paths"])


@pytest.mark.parametrize("path", LISTED.split())
def test_nobody_gets_nothing(path: str) -> None:
    address = "/api/v1" + re.sub(r"\{\w+\}", "1", path)
    for method, operation in schema()["paths"][f"/api/v1{path}"].items():
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 401, (method, path)
        assert answer["Content-Type"] == "application/problem+json"
        assert operation["summary"]
