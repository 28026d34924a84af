"""In every state each move that does not lead on from it is refused by page, by API and by raw SQL; nothing changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from issues.actions import merging, potatoes, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.lifecycle import MOVES, OPEN, Status
from issues.models import Issue
from tests import world as making
from tests.api.conftest import Call, Caller
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
ALL = frozenset(Status)
LEADS_ON_FROM: dict[str, frozenset[Status]] = {
    "catch": frozenset({Status.FLAGGED}),
    "discard": frozenset({Status.FLAGGED}),
    "appeal": frozenset({Status.DISCARDED}),
    "accept-appeal": frozenset(),
    "reject-appeal": frozenset(),
    "wait": frozenset({Status.CAUGHT, Status.IN_PROGRESS}),
    "resume": frozenset({Status.WAITING}),
    "resolve": frozenset({Status.CAUGHT, Status.IN_PROGRESS}),
    "reopen": frozenset({Status.RESOLVED, Status.CLOSED}),
    "close": frozenset({Status.RESOLVED}),
    "merge": OPEN,
    "undo-merge": frozenset({Status.MERGED}),
    "offer": OPEN,
    "assign": OPEN,
    "allow-hunter": OPEN,
}
"""The states from which a move leads on; nobody appealed, so that an appeal can be decided in none."""
REASON = {"reason": "because"}


@pytest.fixture
def issue(world: World, request: pytest.FixtureRequest) -> Issue:
    """A potato that Rita flagged and, past its first state, Carl caught; in the state that the test names."""
    return reached(world, request.param)


def reached(world: World, status: Status) -> Issue:
    found = making.potato(by=world.rita, title="Hot", community=world.company)
    if status == Status.DISCARDED:
        return potatoes.discard(found, by=world.maya, reason="no")
    if status != Status.FLAGGED:
        found = potatoes.catch(found, by=world.carl)
    if status == Status.IN_PROGRESS:
        tasks.take(tasks.add(found, by=world.carl, drafts=[TaskDraft("Bite")])[0], by=world.carl)
    if status == Status.WAITING:
        waiting.wait(found, by=world.carl, waiting_for="date", until=soon(), reason="parts")
    if status in (Status.RESOLVED, Status.CLOSED):
        resolving.resolve(found, by=world.carl, effort="S")
    if status == Status.CLOSED:
        resolving.close(found, by=world.maya)
    if status == Status.MERGED:
        merging.merge(found, by=world.maya, into=making.potato(by=world.rita, title="Other", community=world.company))
    return Issue.objects.get(pk=found.pk)


def soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=2)


def body_of(move: str, other: Issue) -> dict[str, Any]:
    """What a caller of the API sends with a move."""
    said: dict[str, dict[str, Any]] = {
        "wait": {"for": "date", "until": soon().isoformat(), **REASON},
        "resolve": {"cause": "a", "cure": "b", "lesson": "c"},
        "merge": {"into": other.pk},
        "offer": {"to": "ada", **REASON},
        "assign": {"to": "ada", **REASON},
    }
    return said.get(move, REASON if move in ("discard", "appeal", "reject-appeal", "allow-hunter") else {})


def typed(move: str, other: Issue) -> dict[str, str]:
    """What the form of a move sends."""
    local = timezone.localtime(soon())
    said = {"waiting_for": "date", "until": f"{local:%Y-%m-%dT%H:%M}", "into": other.key, "to": "ada"}
    return {**said, **REASON, "body": "because", "cause": "a", "cure": "b", "lesson": "c"}


@pytest.mark.parametrize("issue", list(Status), indirect=True)
def test_what_does_not_lead_on_is_refused_with_its_code_and_changes_nothing(
    issue: Issue, world: World, caller: Call, client_of: ClientOf
) -> None:
    other = making.potato(by=world.rita, title="Another", community=world.company)
    api, page = caller(world.maya), client_of(world.maya)
    illegal = [move for move, states in LEADS_ON_FROM.items() if issue.status not in states]
    assert illegal
    for move in illegal:
        answer = said_by_api(api, issue, move, other)
        assert (answer.status_code, answer.json()["code"]) == (409, code_of(move, issue)), move
        shown = page.post(f"/issues/{issue.pk}/{move}/", typed(move, other))
        assert shown.status_code == 409, move
        after = Issue.objects.get(pk=issue.pk)
        assert (after.status, after.version, after.owner_id) == (issue.status, issue.version, issue.owner_id), move


def said_by_api(api: Caller, issue: Issue, move: str, other: Issue) -> Any:
    path = {"accept-appeal": "appeal/accept", "reject-appeal": "appeal/reject"}.get(move, move)
    return api.post(f"/issues/{issue.pk}/{path}", body_of(move, other))


def code_of(move: str, issue: Issue) -> str:
    held = (Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING)
    return "already_caught" if move == "catch" and issue.status in held else "illegal_transition"


@pytest.mark.parametrize("issue", list(Status), indirect=True)
def test_raw_sql_moves_nothing_along_no_legal_way(issue: Issue) -> None:
    for to in ALL - {issue.status} - set(MOVES[Status(issue.status)]):
        with pytest.raises(IntegrityError, match=f"{issue.status}>{to}"), transaction.atomic():
            Issue.objects.filter(pk=issue.pk).update(status=to)
