"""What ladders do to a potato that nobody moves, and that they stop where somebody does."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from esn.activity.clock import Replay, at, replaying
from esn.activity.models import Activity, DueJob, DueState
from issues.actions import hours as hours_actions
from issues.actions import joining, ladders, potatoes, resting, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.ladder import Ladder, Step, StepKind, minutes
from issues.models import Climb, ClimbState, ClimbStep, Issue
from issues.reading.forecast import forecast
from tests import world as making
from tests.issues.ladders.played import MONDAY, foretold, happened, nobody_moves, run_at
from tests.world import World

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)
PARIS = ZoneInfo("Europe/Paris")


def flagged(world: World, moment: dt.datetime = MONDAY) -> Issue:
    with at(moment):
        return making.potato(by=world.rita, customer=making.customer(by=world.rita), community=world.sales)


def climb_of(issue: Issue, ladder: str) -> Climb:
    return Climb.objects.get(issue=issue, ladder=ladder)


def test_what_nobody_catches_is_told_handed_on_and_rests_on_a_moderator_as_foretold(world: World) -> None:
    issue = flagged(world)
    with at(MONDAY):
        expected = foretold(forecast(issue))
    nobody_moves(MONDAY + WEEK)
    assert happened(issue) == expected
    kinds = [kind for _at, _ladder, kind, _people in expected]
    assert kinds == ["notify_watch", "hand_on", "notify_moderators", "rest"]
    assert climb_of(issue, Ladder.UNCAUGHT).state == ClimbState.RESTING
    issue.refresh_from_db()
    assert issue.owner == world.maya
    assert Activity.objects.filter(object_id=issue.pk, name__in=("issue.uncaught", "issue.rested")).count() == 3


def test_a_caught_potato_never_runs_its_uncaught_ladder_again(world: World) -> None:
    issue = flagged(world)
    nobody_moves(MONDAY + HOUR / 2)
    with at(MONDAY + HOUR):
        potatoes.catch(issue, by=world.carl)
    assert climb_of(issue, Ladder.UNCAUGHT).state == ClimbState.OVER
    nobody_moves(MONDAY + 4 * WEEK)
    assert len([kind for _at, ladder, kind, _people in happened(issue) if ladder == Ladder.UNCAUGHT]) == 1
    assert not DueJob.objects.filter(kind="ladder.step", state=DueState.DUE).exists()


def test_a_stale_step_does_nothing(world: World) -> None:
    issue = flagged(world)
    stale = DueJob.objects.get(kind="ladder.step")
    with at(MONDAY + HOUR / 4):
        potatoes.catch(issue, by=world.carl)
    DueJob.objects.filter(pk=stale.pk).update(state=DueState.DUE)
    run_at(stale.due_at)
    assert happened(issue) == []
    assert DueJob.objects.get(pk=stale.pk).state == DueState.DONE


def test_an_accepted_appeal_starts_the_ladder_anew(world: World) -> None:
    issue = flagged(world)
    nobody_moves(MONDAY + HOUR)
    with at(MONDAY + 2 * HOUR):
        potatoes.discard(issue, by=world.maya, reason="no")
        assert forecast(issue) == forecast(Issue.objects.get(pk=issue.pk)) == []
        potatoes.appeal(issue, by=world.rita, reason="yes")
    with at(MONDAY + 3 * HOUR):
        again = potatoes.accept_appeal(issue, by=world.maya)
        assert next(iter(forecast(again))).at == MONDAY + 3.5 * HOUR
    assert climb_of(issue, Ladder.UNCAUGHT).round == 2


def test_what_stands_still_and_what_was_promised_run_side_by_side(world: World) -> None:
    issue = flagged(world)
    with at(MONDAY):
        issue = potatoes.catch(issue, by=world.carl)
        expected = foretold(forecast(issue))
    assert {ladder for _at, ladder, _kind, _people in expected} == {"stagnant", "promise_late"}
    nobody_moves(MONDAY + 4 * WEEK)
    assert happened(issue) == expected
    assert Issue.objects.get(pk=issue.pk).owner == world.maya


def test_progress_begins_a_new_round(world: World) -> None:
    issue = flagged(world)
    with at(MONDAY):
        issue = potatoes.catch(issue, by=world.carl)
    with at(MONDAY + 5 * HOUR):
        [bite] = tasks.add(issue, by=world.carl, drafts=[TaskDraft("Bite")])
        tasks.take(bite, by=world.carl)
    climb = climb_of(issue, Ladder.STAGNANT)
    assert (climb.anchor, climb.state) == (MONDAY + 5 * HOUR, ClimbState.RUNNING)
    assert DueJob.objects.filter(key=climb.job_key, state=DueState.DUE).count() == 1


def test_waiting_pauses_the_ladders_and_the_pause_moves_them_on(world: World) -> None:
    issue = flagged(world)
    with at(MONDAY):
        issue = potatoes.catch(issue, by=world.carl)
    nobody_moves(MONDAY + 6 * HOUR)
    before = happened(issue)
    assert [kind for _at, _ladder, kind, _people in before] == ["notify_holder", "notify_watch"]
    pause = MONDAY + 6 * HOUR, MONDAY + 6 * HOUR + WEEK
    with at(pause[0]):
        late = climb_of(issue, Ladder.PROMISE_LATE).due_at
        issue = waiting.wait(issue, by=world.carl, waiting_for="date", until=pause[1] + HOUR, reason="parts")
        assert forecast(issue) == []
    assert not DueJob.objects.filter(kind="ladder.step", state=DueState.DUE).exists()
    with at(pause[1]):
        waiting.resume(issue, by=world.carl)
    assert late is not None
    assert climb_of(issue, Ladder.PROMISE_LATE).due_at == late + WEEK
    assert happened(issue) == before


def test_a_step_that_is_too_cold_is_passed_over_as_foretold(world: World) -> None:
    steps = [minutes(hours=1), Step(StepKind.ONLY_FROM_HEAT, heat=90), Step(StepKind.NOTIFY_MODERATORS)]
    steps += [Step(StepKind.NOTIFY_WATCH)]
    with at(MONDAY):
        ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=steps)
    issue = flagged(world)
    with at(MONDAY):
        expected = forecast(issue)
    assert [one.is_skipped for one in expected] == [True, False, False]
    nobody_moves(MONDAY + WEEK)
    assert happened(issue) == foretold(expected)


def test_changing_hours_dates_anew_what_is_planted(world: World) -> None:
    issue = flagged(world)
    friday = ["9-17"] * 5 + ["", ""]
    with at(MONDAY):
        hours_actions.set_hours(
            world.sales, by=world.maya, zone="UTC", days=["", *friday[1:]], holidays="", version=None
        )
    run_at(MONDAY + dt.timedelta(seconds=5))
    climb = climb_of(issue, Ladder.UNCAUGHT)
    assert climb.due_at == MONDAY + dt.timedelta(days=1, minutes=30)
    assert DueJob.objects.get(key=climb.job_key, state=DueState.DUE).due_at == climb.due_at


def test_a_changed_ladder_goes_on_where_the_new_one_would_have_led(world: World) -> None:
    issue = flagged(world)
    nobody_moves(MONDAY + HOUR / 2)
    steps = [Step(StepKind.NOTIFY_WATCH), minutes(hours=3), Step(StepKind.NOTIFY_MODERATORS)]
    with at(MONDAY + HOUR / 2):
        ladders.set_ladder(world.sales, Ladder.UNCAUGHT, by=world.maya, steps=steps)
    run_at(MONDAY + HOUR / 2 + dt.timedelta(seconds=5))
    assert climb_of(issue, Ladder.UNCAUGHT).due_at == MONDAY + 3 * HOUR
    nobody_moves(MONDAY + WEEK)
    assert [kind for _at, _ladder, kind, _people in happened(issue)] == ["notify_watch", "notify_moderators", "rest"]


def test_after_an_outage_the_ladder_is_not_climbed_in_one_breath(world: World) -> None:
    issue = flagged(world)
    run_at(MONDAY + 3 * HOUR)
    assert [kind for _at, _ladder, kind, _people in happened(issue)] == ["notify_watch"]
    assert climb_of(issue, Ladder.UNCAUGHT).due_at == MONDAY + 3.5 * HOUR


def test_a_replay_plants_no_step(world: World) -> None:
    with replaying(Replay(at=MONDAY)):
        making.potato(by=world.rita)
    assert not Climb.objects.exists()


def test_what_rests_is_listed_to_the_moderators_each_working_morning(world: World) -> None:
    issue = flagged(world)
    nobody_moves(MONDAY + WEEK)
    key = resting.list_key(world.sales.pk)
    first = DueJob.objects.get(key=key, state=DueState.DUE).due_at
    assert first.astimezone(PARIS).hour == 9
    run_at(first)
    told = Activity.objects.get(name="community.ladders_run_out")
    assert (told.facts["issues"], told.audience) == ([issue.pk], [world.maya.pk])
    second = DueJob.objects.get(key=key, state=DueState.DUE).due_at
    assert second > first
    with at(second - HOUR):
        potatoes.discard(issue, by=world.maya, reason="no")
    run_at(second)
    assert not DueJob.objects.filter(key=key, state=DueState.DUE).exists()
    assert ClimbStep.objects.filter(kind=StepKind.REST).count() == 1


def test_what_rests_and_moves_or_waits_meanwhile_is_still_listed_every_day(world: World) -> None:
    issue = flagged(world)
    nobody_moves(MONDAY + WEEK)
    with at(MONDAY + WEEK):
        joining.move(issue, by=world.maya, community=world.company)
        due = DueJob.objects.get(key=resting.list_key(world.company.pk), state=DueState.DUE).due_at
    assert due <= MONDAY + WEEK + dt.timedelta(days=1)
    with at(MONDAY + WEEK):
        issue = potatoes.catch(issue, by=world.carl)
    nobody_moves(MONDAY + 4 * WEEK)
    assert climb_of(issue, Ladder.STAGNANT).state == ClimbState.RESTING
    with at(MONDAY + 4 * WEEK):
        holder = Issue.objects.get(pk=issue.pk).owner
        waiting.wait(issue, by=holder, waiting_for="date", until=MONDAY + 5 * WEEK, reason="parts")
    run_at(MONDAY + 4 * WEEK + dt.timedelta(days=4))
    assert not DueJob.objects.filter(kind="ladder.list", state=DueState.DUE).exists()
    with at(MONDAY + 4 * WEEK + dt.timedelta(days=4)):
        waiting.resume(issue, by=holder)
    assert DueJob.objects.filter(key=resting.list_key(world.company.pk), state=DueState.DUE).exists()
