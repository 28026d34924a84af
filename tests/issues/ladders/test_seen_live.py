"""A changed ladder, other hours, another watch: whoever looks at what comes sees it without reloading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from esn.activity.due import run_due
from esn.activity.models import DueJob
from esn.live.models import LiveEvent
from issues.actions import hours, ladders, watch
from issues.actions.ladders import SETTLED
from issues.ladder import Ladder, Step, StepKind, minutes
from issues.models import Issue
from issues.plugs import ladder_readers
from tests import world as making
from tests.conftest import OpenPage
from tests.world import World

DAY = dt.timedelta(days=1)
STEPS = (minutes(hours=3), Step(StepKind.NOTIFY_MODERATORS))


def settle() -> None:
    """Let what a change of a ladder plants fall due."""
    run_due(at=timezone.now() + SETTLED)


def change(world: World, steps: Sequence[Step] = STEPS) -> None:
    ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=steps)
    settle()


def called(stream: str) -> int:
    return LiveEvent.objects.filter(stream__key=stream).count()


@pytest.fixture
def fresh(world: World) -> Issue:
    """Nobody has caught it."""
    return making.potato(by=world.rita, community=world.sales)


@pytest.mark.browser
def test_open_pages_follow_a_changed_ladder(world: World, fresh: Issue, desktop: OpenPage, phone: OpenPage) -> None:
    ladder, potato = desktop(world.carl), phone(world.rita)
    ladder.goto("/c/sales/ladders/")
    potato.goto(f"/issues/{fresh.pk}/forecast/")
    for page in (ladder, potato):
        expect(page.locator("html")).to_have_attribute("data-live", "up")
    expect(ladder.locator("#ladders")).not_to_contain_text("made here")
    expect(potato.locator("#forecast")).to_contain_text("Hand it to the next on watch")
    change(world)
    expect(ladder.locator("#ladders")).to_contain_text("made here")
    expect(potato.locator("#forecast")).not_to_contain_text("Hand it to the next on watch")


@pytest.mark.browser
def test_the_forecast_beside_a_potato_follows_the_watch(world: World, fresh: Issue, desktop: OpenPage) -> None:
    page = desktop(world.carl)
    page.goto(f"/issues/{fresh.pk}/")
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    first = page.locator("#forecast li").first
    expect(first).to_contain_text("Maya Roth")
    start = timezone.now()
    watch.set_shift(world.sales, by=world.maya, person=world.carl, starts_at=start, ends_at=start + 14 * DAY)
    expect(first).to_contain_text("Carl Brandt")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["ladder", "hours", "company's ladder"])
def test_each_change_calls_once_when_every_process_knows_it(world: World, what: str) -> None:
    if what == "hours":
        days = ["8-12"] * 5 + ["", ""]
        hours.set_hours(world.sales, by=world.maya, zone="UTC", days=days, holidays="", version=None)
    else:
        place = world.sales if what == "ladder" else world.company
        ladders.set_ladder(place, Ladder.UNCAUGHT, by=world.maya, steps=STEPS)
    stream = "l:company" if what.startswith("company") else "l:sales"
    before = called(stream)
    assert DueJob.objects.get(kind="ladder.replan").due_at > timezone.now()
    settle()
    assert called(stream) == before + 1


@pytest.mark.django_db
def test_who_sees_a_potato_hears_of_its_ladders_and_who_sees_none_does_not(world: World) -> None:
    secret = world.board_room.slug
    names = ["company", "sales", "lab", secret]
    assert ladder_readers(world.gus.pk, names) == {"company", "sales"}
    assert secret not in ladder_readers(world.carl.pk, names)
    issue = making.potato(by=world.maya, community=world.board_room)
    Issue.objects.filter(pk=issue.pk).update(owner=world.carl)
    assert secret in ladder_readers(world.carl.pk, names)
