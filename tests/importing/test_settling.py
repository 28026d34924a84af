"""After an import nobody is flooded: what would have been late counts from now, and ladders begin one by one."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from esn.activity.clock import Replay, at, replaying
from esn.activity.models import DueJob, DueState
from issues.actions import potatoes
from issues.actions.potatoes import Flag
from issues.importing.settling import settle
from issues.invariants import ladders, owners  # noqa: F401 they register their lines
from issues.invariants.registry import check, invariants
from issues.models import Customer, Issue
from issues.working import promise_from
from notifications.models import Notification
from tests import world as making
from tests.told import tell_everything
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
MANY = 24


def bring_in(world: World, customer: Customer) -> None:
    """Potatoes of last year that somebody holds who has left since: all come to Maya, who is on watch."""
    for number in range(MANY):
        with replaying(Replay(at=MONDAY - dt.timedelta(days=300))):
            told = Flag(title=f"Old {number}", customer=customer, source="log", external_id=str(number))
            potatoes.catch(potatoes.flag(told, by=world.rita), by=world.carl)


def test_the_holder_of_many_is_asked_about_them_one_by_one(world: World) -> None:
    customer = making.customer(by=world.rita)
    bring_in(world, customer)
    with at(MONDAY):
        settle("log")
        issue = Issue.objects.first()
        assert issue is not None
        assert issue.next_news_due_at == promise_from(issue, MONDAY)
    for name in ("everything open has a dated next step", "one next step a ladder"):
        assert check(invariants[name]).count == 0
    tell_everything()
    assert not Notification.objects.filter(name="issue.promise_late").exists()
    told = Counter(steps_at(MONDAY + dt.timedelta(days=14)))
    assert max(told.values()) <= 2
    assert len(told) > MANY


def steps_at(until: dt.datetime) -> list[dt.datetime]:
    """When the first step of each ladder is due."""
    steps = DueJob.objects.filter(kind="ladder.step", state=DueState.DUE, due_at__lte=until)
    return list(steps.values_list("due_at", flat=True))
