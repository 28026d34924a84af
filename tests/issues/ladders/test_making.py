"""Who may make a ladder, what is refused with which sentence, and whom a step reaches."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esn.activity.clock import at
from esn.lib.errors import Conflict, Forbidden, Refused
from issues.actions import ladders, potatoes
from issues.ladder import DEFAULTS, Ladder, Step, StepKind, minutes
from issues.laddering import ruling_of
from issues.models import EscalationPolicy
from issues.reaching import Scene, aimed, reach
from issues.reading.forecast import forecast, preview
from notifications.actions import set_wishes
from notifications.models import Topic
from notifications.wishes import Wish
from people.actions import absences, people
from people.models import Person
from tests import world as making
from tests.counted import of_the_page
from tests.issues.ladders.played import MONDAY, happened, nobody_moves, run_at
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WATCH = Step(StepKind.NOTIFY_WATCH)


def to(person: Person) -> Step:
    return Step(StepKind.NOTIFY_PERSON, person=person.pk)


def names(step: Step, scene: Scene, moment: dt.datetime = MONDAY) -> list[str]:
    return [one.person.handle for one in reach(step, scene, moment)]


def test_only_a_moderator_makes_a_ladder(world: World) -> None:
    with pytest.raises(Forbidden):
        ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.carl, steps=[WATCH])
    with pytest.raises(Forbidden):
        ladders.drop_ladder(world.sales, Ladder.UNCAUGHT, by=world.carl)


def test_two_who_change_it_at_once_are_told(world: World) -> None:
    policy = ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=[WATCH], version=0)
    with pytest.raises(Conflict) as conflict:
        ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=[WATCH], version=0)
    assert (policy.version, conflict.value.code) == (1, "stale_version")


def test_a_step_that_reaches_nobody_is_refused(world: World) -> None:
    for steps in ([to(world.ines)], [WATCH, Step(StepKind.NOTIFY_TEAM, team=world.ines.team_id)]):
        assert not ladders.preflight(world.sales, Ladder.UNCAUGHT, steps)
    people.deactivate(world.ines, by=world.ada)
    with pytest.raises(Refused) as refusal:
        ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=[WATCH, to(world.ines)])
    assert refusal.value.errors[0].field == "steps.1.kind"
    assert [one.position for one in ladders.preflight(world.lab, Ladder.UNCAUGHT, [to(world.carl)])] == [0]
    assert not EscalationPolicy.objects.exists()


def test_a_community_without_ladders_has_the_companys_and_without_those_the_defaults(world: World) -> None:
    steps = (minutes(hours=1), WATCH)
    assert ruling_of(world.sales.pk, Ladder.STAGNANT).steps == DEFAULTS[Ladder.STAGNANT]
    ladders.set_ladder(world.company, Ladder.STAGNANT, by=world.maya, steps=steps)
    assert ruling_of(world.sales.pk, Ladder.STAGNANT).steps == steps
    ladders.set_ladder(world.sales, Ladder.STAGNANT, by=world.maya, steps=[WATCH])
    assert ruling_of(world.sales.pk, Ladder.STAGNANT).steps == (WATCH,)
    ladders.drop_ladder(world.sales, Ladder.STAGNANT, by=world.maya)
    assert ruling_of(world.sales.pk, Ladder.STAGNANT).steps == steps


def test_who_is_away_is_reached_through_the_substitute_of_the_substitute(world: World) -> None:
    with at(MONDAY - DAY):
        for person, stands_in in ((world.ines, world.ada), (world.carl, world.ines)):
            absences.start_absence(
                person, by=person, starts_at=MONDAY - DAY, ends_at=MONDAY + DAY, substitute=stands_in
            )
    scene = Scene(world.sales, Ladder.STAGNANT, world.carl)
    assert names(to(world.carl), scene) == ["ada"]
    assert names(Step(StepKind.NOTIFY_HOLDER), scene) == ["ada"]
    assert names(to(world.carl), scene, MONDAY + DAY) == ["carl"]


def test_whoever_cannot_be_reached_is_replaced_by_the_watch(world: World) -> None:
    set_wishes(world.carl, wishes={Topic.TOSSES: Wish(in_app=False, by_mail=False)})
    scene = Scene(world.sales, Ladder.UNCAUGHT)
    assert aimed(to(world.carl), scene, MONDAY) == []
    assert names(to(world.carl), scene) == ["maya"]
    assert names(to(world.gus), Scene(world.company, Ladder.UNCAUGHT)) == ["maya"]


def test_the_channels_are_those_the_person_wants(world: World) -> None:
    set_wishes(world.carl, wishes={Topic.CUSTOMERS: Wish(in_app=True, by_mail=False)})
    [late] = reach(to(world.carl), Scene(world.sales, Ladder.PROMISE_LATE), MONDAY)
    [fresh] = reach(to(world.carl), Scene(world.sales, Ladder.UNCAUGHT), MONDAY)
    assert (late.channels, fresh.channels) == (("inbox",), ("inbox", "mail"))


def test_a_preview_says_what_would_be_on_a_friday_at_five(world: World) -> None:
    friday = dt.datetime(2026, 3, 6, 16, tzinfo=dt.UTC)
    shown = preview(world.sales, Ladder.UNCAUGHT, [minutes(hours=1), WATCH], friday)
    assert [(one.at.isoweekday(), one.label) for one in shown] == [
        (1, "Tell whoever is on watch"),
        (1, "It rests on a moderator"),
    ]


def test_a_forecast_costs_the_same_however_long_the_ladder_is(world: World) -> None:
    counts = []
    for laps in (1, 5):
        repeat = Step(StepKind.REPEAT, times=laps)
        ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=[minutes(hours=1), WATCH, repeat])
        issue = making.potato(by=world.rita, community=world.sales)
        forecast(issue)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            forecast(issue)
        counts.append(of_the_page(queries))
    assert counts[0] == counts[1] < 30


def test_a_default_forecast_of_a_held_potato_takes_a_bounded_number_of_queries(world: World) -> None:
    issue = making.potato(by=world.rita, community=world.sales, customer=making.customer(by=world.rita))
    issue = potatoes.catch(issue, by=world.carl)
    with CaptureQueriesContext(connection) as queries:
        assert len(forecast(issue)) == 7
    assert len(queries) < 60


def test_a_clock_that_jumps_back_and_forth_runs_no_step_early_or_twice(world: World) -> None:
    with at(MONDAY):
        issue = making.potato(by=world.rita, community=world.sales)
    half = MONDAY + dt.timedelta(minutes=30)
    for moment in (half - dt.timedelta(minutes=90), half - dt.timedelta(seconds=1)):
        run_at(moment)
        assert happened(issue) == []
    run_at(half)
    for moment in (half - dt.timedelta(hours=1), half, half + dt.timedelta(minutes=29)):
        run_at(moment)
    assert [kind for _at, _ladder, kind, _people in happened(issue)] == ["notify_watch"]
    nobody_moves(MONDAY + DAY)
    assert len(happened(issue)) == 4
