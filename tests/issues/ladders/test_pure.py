"""Ladders without a database: dated by working hours over nights, weekends, holidays and changes of clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esn.lib.errors import Refused
from esn.lib.hours import ALWAYS, OFFICE, Shift, WorkingHours
from issues.ladder import (
    DEFAULTS,
    MOST_STEPS,
    Ladder,
    Place,
    Step,
    StepKind,
    check,
    flaws,
    following,
    hands_before,
    minutes,
    rungs,
)  # fmt: skip

PARIS, LORD_HOWE = ZoneInfo("Europe/Paris"), ZoneInfo("Australia/Lord_Howe")
MINUTE = dt.timedelta(minutes=1)
TELL, HAND_ON = Step(StepKind.NOTIFY_WATCH), Step(StepKind.HAND_ON)
IN_HOURS, WARM = Step(StepKind.ONLY_IN_HOURS), Step(StepKind.ONLY_FROM_HEAT, heat=50)
NIGHT = WorkingHours(PARIS, ((Shift(dt.time(22), dt.time(6)),),) * 7)
HOURS = st.sampled_from(
    [
        WorkingHours(PARIS),
        WorkingHours(PARIS, holidays=frozenset({dt.date(2026, 4, 6), dt.date(2026, 12, 25)})),
        WorkingHours(LORD_HOWE, ALWAYS),
        NIGHT,
    ]
)
START = st.integers(0, 2 * 366 * 24 * 60).map(lambda number: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + number * MINUTE)
WAIT = st.integers(1, 600).map(lambda number: Step(StepKind.WAIT, minutes=number))
ACT = st.sampled_from((TELL, HAND_ON, Step(StepKind.NOTIFY_MODERATORS)))
PART = st.one_of(WAIT, ACT, st.just(IN_HOURS), st.just(WARM))
LADDER = st.builds(
    lambda parts, repeats: [*parts, minutes(hours=1), TELL, *repeats],
    st.lists(PART, max_size=5),
    st.lists(st.integers(1, 2).map(lambda number: Step(StepKind.REPEAT, times=number)), max_size=1),
)


def paris(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=PARIS)  # type: ignore[misc,arg-type]


def dated(steps: Sequence[Step], start: dt.datetime, hours: WorkingHours) -> list[tuple[dt.datetime, str]]:
    return [(rung.at.astimezone(PARIS), rung.step.kind) for rung in rungs(steps, start, hours)]


def test_on_a_friday_at_five_to_five_the_ladder_goes_on_monday_morning() -> None:
    found = dated([minutes(hours=0.5), TELL, minutes(hours=8)], paris(2026, 3, 6, 16, 55), WorkingHours(PARIS))
    assert found == [(paris(2026, 3, 9, 9, 25), "notify_watch"), (paris(2026, 3, 10, 9, 25), "rest")]


def test_a_holiday_and_a_weekend_do_not_count() -> None:
    easter = WorkingHours(PARIS, holidays=frozenset({dt.date(2026, 4, 3), dt.date(2026, 4, 6)}))
    found = dated([minutes(hours=1), TELL], paris(2026, 4, 2, 16, 30), easter)
    assert found[0] == (paris(2026, 4, 7, 9, 30), "notify_watch")


def test_waits_over_the_night_in_which_clocks_change_count_time_as_it_passes() -> None:
    forward = dated([minutes(hours=7), TELL], paris(2026, 3, 28, 22), NIGHT)
    back = dated([minutes(hours=9), TELL], paris(2026, 10, 24, 22), NIGHT)
    assert (forward[0][0], back[0][0]) == (paris(2026, 3, 29, 6), paris(2026, 10, 25, 6))


def test_a_leap_day_is_a_day() -> None:
    found = dated([minutes(hours=8), TELL], paris(2028, 2, 28, 13), WorkingHours(PARIS))
    assert found[0][0] == paris(2028, 2, 29, 13)


def test_a_condition_on_hours_waits_for_the_doors_to_open() -> None:
    found = dated([IN_HOURS, TELL], paris(2026, 3, 7, 3), WorkingHours(PARIS))
    assert found[0][0] == paris(2026, 3, 9, 9)
    assert dated([TELL], paris(2026, 3, 7, 3), WorkingHours(PARIS))[0][0] == paris(2026, 3, 7, 3)


def test_a_heat_holds_for_the_next_thing_alone() -> None:
    found = list(rungs([WARM, TELL, HAND_ON], paris(2026, 3, 2, 9), WorkingHours(PARIS)))
    assert [rung.floor for rung in found] == [50, 0, 0]


def test_what_is_repeated_runs_once_more_each_time_and_then_rests() -> None:
    steps = [minutes(hours=1), HAND_ON, Step(StepKind.REPEAT, times=2)]
    found = list(rungs(steps, paris(2026, 3, 2, 9), WorkingHours(PARIS)))
    assert [rung.at.astimezone(PARIS).hour for rung in found] == [10, 11, 12, 12]
    assert [hands_before(steps, rung.place) for rung in found] == [0, 1, 2, 3]
    assert found[-1].is_last


@pytest.mark.parametrize("ladder", list(Ladder))
def test_the_defaults_have_no_flaw(ladder: Ladder) -> None:
    assert flaws(ladder, DEFAULTS[ladder]) == []


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([TELL, Step(StepKind.REPEAT, times=1)], "steps"),
        ([minutes(hours=1), TELL, Step(StepKind.REPEAT, times=6)], "steps.2.times"),
        ([minutes(hours=1), TELL, Step(StepKind.REPEAT, times=0)], "steps.2.times"),
        ([minutes(hours=1), Step(StepKind.REPEAT, times=1), TELL], "steps.1.kind"),
        ([minutes(hours=1)], "steps"),
        ([], "steps"),
        ([TELL] * (MOST_STEPS + 1), "steps"),
        ([Step(StepKind.WAIT, minutes=0), TELL], "steps.0.minutes"),
        ([minutes(hours=200)] * 11 + [TELL], "steps"),
        ([WARM, minutes(hours=1), TELL], "steps.0.kind"),
        ([TELL, IN_HOURS], "steps.1.kind"),
        ([Step(StepKind.ONLY_FROM_HEAT, heat=101), TELL], "steps.0.heat"),
        ([Step(StepKind.NOTIFY_PERSON)], "steps.0.person"),
        ([Step(StepKind.NOTIFY_TEAM)], "steps.0.team"),
        ([Step(StepKind.NOTIFY_HOLDER)], "steps.0.kind"),
        ([Step(StepKind.WEBHOOK)], "steps.0.kind"),
        ([Step(StepKind.PUSH)], "steps.0.kind"),
        ([Step("nonsense")], "steps.0.kind"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_with_a_sentence(steps: list[Step], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        check(Ladder.UNCAUGHT, steps)
    assert (refusal.value.code, refusal.value.errors[0].field) == ("bad_ladder", field)
    assert refusal.value.message


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(LADDER, START, HOURS, st.data())
def test_in_a_thousand_runs_what_happens_step_by_step_is_what_was_foretold(
    steps: list[Step], start: dt.datetime, hours: WorkingHours, data: st.DataObject
) -> None:
    expected = [(rung.at, rung.step, rung.floor) for rung in rungs(steps, start, hours)]
    known = list(expected)
    place, since, done = Place(), start, []
    while True:
        rung = following(steps, place, since, hours)
        done.append((rung.at, rung.step, rung.floor))
        if data.draw(st.booleans()):  # whoever looks in between is told the rest as it will be
            known = done[:-1] + [(one.at, one.step, one.floor) for one in rungs(steps, since, hours, place=place)]
            assert known == expected
        if rung.is_last:
            break
        place, since = rung.after, rung.at
    assert done == expected
    acts = [step for step in steps if step.kind in ("notify_watch", "notify_moderators", "hand_on")]
    laps = 1 + sum(step.times for step in steps if step.kind == StepKind.REPEAT)
    assert len(done) == len(acts) * laps + 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 300), START, HOURS)
def test_a_wait_ends_when_as_many_working_minutes_were_counted_one_by_one(
    number: int, start: dt.datetime, hours: WorkingHours
) -> None:
    moment, left = start, number
    while left:
        left -= is_open(hours, moment)
        moment += MINUTE
    assert following([Step(StepKind.WAIT, minutes=number), TELL], Place(), start, hours).at == moment


def is_open(hours: WorkingHours, moment: dt.datetime) -> bool:
    """Whether a minute lies in a shift, by the clock on the wall and by nothing else."""
    local = moment.astimezone(hours.zone)
    for days in (0, 1):
        day = local.date() - dt.timedelta(days=days)
        for shift in () if day in hours.holidays else hours.week[day.weekday()]:
            start = dt.datetime.combine(day, shift.start, hours.zone).astimezone(dt.UTC)
            ends_on = day if shift.end > shift.start else day + dt.timedelta(days=1)
            end = dt.datetime.combine(ends_on, shift.end, hours.zone).astimezone(dt.UTC)
            if start <= moment < end:
                return True
    return False


def test_the_office_is_open_when_it_says() -> None:
    assert is_open(WorkingHours(PARIS, OFFICE), paris(2026, 3, 2, 9))
    assert not is_open(WorkingHours(PARIS, OFFICE), paris(2026, 3, 2, 17))
