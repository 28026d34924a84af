"""The auditor finds what is open without a dated next step, mends it, and says so to whoever asks for readiness."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from esn import health
from esn.activity.clock import at
from esn.activity.models import DueJob, DueState
from issues import auditing
from issues.actions import potatoes, waiting
from issues.invariants import ladders  # noqa: F401 registers its lines
from issues.invariants.registry import check, invariants
from issues.models import Audit, Climb, Issue
from tests import world as making
from tests.issues.ladders.played import MONDAY, nobody_moves
from tests.world import World

pytestmark = pytest.mark.django_db
LINE = "everything open has a dated next step"


def four(world: World) -> list[Issue]:
    """One of each open state, as far as ladders go."""
    customer = making.customer(by=world.rita)
    found = [making.potato(by=world.rita, customer=customer) for _ in range(4)]
    for issue in found[1:]:
        potatoes.catch(issue, by=world.carl)
    until = MONDAY + dt.timedelta(days=3)
    waiting.wait(found[2], by=world.carl, waiting_for="date", until=until, reason="parts")
    return found


def test_a_clean_look_moves_the_date_of_the_last_one(world: World) -> None:
    with at(MONDAY):
        four(world)
        first = auditing.audit()
    with at(MONDAY + dt.timedelta(minutes=1)):
        second = auditing.audit()
        assert auditing.is_fine()
    assert (first.is_clean, first.open_count, second.pk) == (True, 4, first.pk)
    assert Audit.objects.get().at == MONDAY + dt.timedelta(minutes=1)


def test_whatever_is_lost_is_found_and_mended(world: World) -> None:
    with at(MONDAY):
        found = four(world)
    DueJob.objects.all().delete()
    Climb.objects.filter(issue=found[3]).delete()
    assert check(invariants[LINE]).count == 6  # stagnant and promise late of two, uncaught, and the wake-up
    with at(MONDAY + dt.timedelta(hours=1)):
        look = auditing.audit()
    assert (sorted(look.mended), look.lacking) == ([issue.pk for issue in found], [])
    assert check(invariants[LINE]).count == 0
    assert DueJob.objects.filter(state=DueState.DUE).count() == 6


def test_what_rests_without_its_daily_list_is_found_too(world: World) -> None:
    with at(MONDAY):
        making.potato(by=world.rita)
    nobody_moves(MONDAY + dt.timedelta(days=9))
    DueJob.objects.filter(kind="ladder.list").delete()
    with at(MONDAY + dt.timedelta(days=9)):
        assert auditing.audit().mended
        assert auditing.audit().is_clean


def test_readiness_has_a_line_for_the_auditor(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", health.STARTED - 1000)
    assert client.get("/health/ready").json()["ladders"] == "failing"
    auditing.audit()
    assert client.get("/health/ready").json()["ladders"] == "ok"
    Audit.objects.update(lacking=[{"issue": 1, "ladders": ["uncaught"]}])
    assert client.get("/health/ready").json()["ladders"] == "failing"
