"""A gap in the rota is told to the moderators before it comes: once, in their language, with the way to the watch."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from esn.activity.clock import at
from esn.activity.due import run_recurring
from esn.activity.models import Tick
from feeds.actions.communities import set_role
from feeds.models import Community
from issues.actions import gaps, rules, watch
from issues.actions.watch import Turns
from issues.models import GapWarning
from issues.rules import Rule
from notifications.models import Notification
from notifications.sentences import lines
from people.actions import absences, people
from people.models import Person
from tests.cast import ClientOf
from tests.told import tell_everything
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
GAP = dt.datetime(2026, 12, 15, tzinfo=dt.UTC)


@pytest.fixture
def sales(world: World) -> Community:
    """Carl has the watch day by day, and goes away for three of them."""
    turns = Turns(week=[world.carl], rhythm="daily", zone="UTC", turns_at=dt.time(0), starts_on=MONDAY.date() - DAY)
    with at(MONDAY - DAY):
        watch.set_rota(world.sales, turns, by=world.maya)
        absences.start_absence(world.carl, by=world.carl, starts_at=GAP, ends_at=GAP + 3 * DAY)
    return world.sales


def look(moment: dt.datetime) -> int:
    with at(moment):
        found = gaps.warn_of_gaps()
    tell_everything()
    return found


def told(person: Person) -> list[Notification]:
    return list(Notification.objects.filter(person=person, name="watch.gap_ahead").order_by("id"))


def test_the_moderators_hear_of_a_gap_a_week_ahead_and_once(sales: Community, world: World) -> None:
    assert look(GAP - 8 * DAY) == 0
    assert [look(GAP - days * DAY) for days in (6.9, 6.9, 3, 1, -1, -2.5)] == [1, 0, 0, 0, 0, 0]
    assert (len(told(world.maya)), told(world.carl), told(world.rita)) == (1, [], [])
    look(GAP + 4 * DAY)
    assert not GapWarning.objects.exists()


def test_it_says_from_when_until_when_in_the_readers_language_and_leads_to_the_watch(
    sales: Community, world: World, client_of: ClientOf
) -> None:
    set_role(sales, by=world.maya, person=world.rita, role="moderator")
    look(GAP - 5 * DAY)
    (line,) = lines(told(world.rita), world.rita)
    assert line.text == "From 15 December until 18 December nobody is on watch in Sales. Whom do you put there?"
    assert [action.url for action in line.actions] == ["/c/sales/watch/"]
    page = client_of(world.rita).get("/inbox/").content.decode()
    assert "nobody is on watch" in page
    with translation.override("fr"):
        (line,) = lines(told(world.rita), world.rita)
    assert "15 décembre" in line.text


def test_a_gap_that_is_filled_and_opens_again_is_another(sales: Community, world: World) -> None:
    assert look(GAP - 5 * DAY) == 1
    with at(GAP - 4 * DAY):
        shift = watch.set_shift(sales, by=world.maya, person=world.rita, starts_at=GAP, ends_at=GAP + 3 * DAY)
    assert look(GAP - 4 * DAY) == 0
    with at(GAP - 3 * DAY):
        watch.take_back_shift(shift, by=world.maya)
    assert look(GAP - 3 * DAY) == 1
    assert len(told(world.maya)) == 2


def test_a_gap_half_filled_is_the_same_gap(sales: Community, world: World) -> None:
    assert look(GAP - 5 * DAY) == 1
    with at(GAP - 4 * DAY):
        watch.set_shift(sales, by=world.maya, person=world.rita, starts_at=GAP + DAY, ends_at=GAP + 2 * DAY)
    assert [look(GAP - days * DAY) for days in (4, 3, 1, 0)] == [0, 0, 0, 0]


def test_whoever_leaves_opens_a_gap_without_end_that_is_told_once_however_long_it_runs(
    sales: Community, world: World
) -> None:
    with at(MONDAY):
        people.deactivate(world.carl, by=world.ada)
    assert [look(MONDAY + days * DAY) for days in (0, 1, 10, 30, 50, 75)] == [1, 0, 0, 0, 0, 0]


def test_how_many_days_ahead_is_the_communitys_own_number(sales: Community, world: World) -> None:
    with at(MONDAY):
        rules.set_numbers(sales, by=world.maya, values={Rule.GAP_TOLD: Decimal(2)})
    assert [look(GAP - days * DAY) for days in (6, 2.1, 1.9)] == [0, 0, 1]


def test_the_daily_round_looks_for_gaps(sales: Community, world: World) -> None:
    with at(GAP - 5 * DAY):
        Tick.objects.filter(name="issues.gaps").delete()
        run_recurring()
    tell_everything()
    assert len(told(world.maya)) == 1
