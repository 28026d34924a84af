"""Working hours over weekends, holidays, leap days and the nights in which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esn.lib.hours import ALWAYS, OFFICE, Shift, WorkingHours

PARIS, KOLKATA, LORD_HOWE = (ZoneInfo(name) for name in ("Europe/Paris", "Asia/Kolkata", "Australia/Lord_Howe"))
HOUR = timedelta(hours=1)
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENT = st.timedeltas(timedelta(), timedelta(days=1460)).map(lambda passed: FIRST + passed)
SPAN = st.timedeltas(timedelta(), timedelta(hours=200))
HOURS = st.sampled_from(
    [
        WorkingHours(PARIS),
        WorkingHours(KOLKATA, holidays=frozenset({date(2026, 1, 26)})),
        WorkingHours(LORD_HOWE, ALWAYS),
        WorkingHours(PARIS, ((Shift(time(22), time(6)), Shift(time(5), time(9))), *OFFICE[1:])),
        WorkingHours(LORD_HOWE, ((Shift(time(1, 30), time(2, 15)),),) * 7),
    ]
)


def at(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone)  # type: ignore[misc,arg-type]


def night(zone: ZoneInfo, start: int, end: int) -> WorkingHours:
    return WorkingHours(zone, ((Shift(time(start), time(end)),),) * 7)


def test_four_hours_from_friday_afternoon_end_on_monday_over_the_change_of_clocks() -> None:
    end = WorkingHours(PARIS).add(at(PARIS, 2026, 3, 27, 16), 4 * HOUR)
    assert end == at(PARIS, 2026, 3, 30, 12) == datetime(2026, 3, 30, 10, tzinfo=UTC)
    assert end.tzinfo is UTC


def test_hours_begin_when_the_shift_begins_in_its_own_zone() -> None:
    assert WorkingHours(KOLKATA).add(datetime(2026, 3, 2, 1, tzinfo=UTC), 2 * HOUR) == at(KOLKATA, 2026, 3, 2, 11)
    assert WorkingHours(KOLKATA).add(datetime(2026, 3, 2, 1, tzinfo=UTC), 2 * HOUR).minute == 30


def test_the_last_minute_of_a_shift_is_its_end_and_not_the_next_morning() -> None:
    assert WorkingHours(PARIS).add(at(PARIS, 2026, 3, 2, 9), 8 * HOUR) == at(PARIS, 2026, 3, 2, 17)


def test_no_hours_are_over_at_once() -> None:
    sunday = at(PARIS, 2026, 3, 1, 12)
    assert WorkingHours(PARIS).add(sunday, timedelta()) == sunday


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 28), 7), ((2026, 10, 24), 9), ((2026, 6, 1), 8)])
def test_a_night_shift_is_as_long_as_it_lasts(day: tuple[int, int, int], hours: int) -> None:
    shift = night(PARIS, 22, 6)
    start = at(PARIS, *day, 12)
    assert shift.between(start, start.astimezone(UTC) + 24 * HOUR) == hours * HOUR
    assert shift.add(start, hours * HOUR) == at(PARIS, day[0], day[1], day[2], 6) + timedelta(days=1)


@pytest.mark.parametrize(("day", "minutes"), [((2026, 4, 5), 270), ((2026, 10, 4), 210), ((2026, 7, 1), 240)])
def test_lord_howe_changes_its_clock_by_half_an_hour(day: tuple[int, int, int], minutes: int) -> None:
    found = night(LORD_HOWE, 0, 4).between(at(LORD_HOWE, *day), at(LORD_HOWE, *day, 12))
    assert found == timedelta(minutes=minutes)


def test_the_leap_day_is_a_day_like_another() -> None:
    start, end = at(PARIS, 2028, 2, 28, 9), at(PARIS, 2028, 3, 1, 17)
    assert WorkingHours(PARIS).between(start, end) == 24 * HOUR
    assert WorkingHours(PARIS).add(at(PARIS, 2028, 2, 28, 9), 12 * HOUR) == at(PARIS, 2028, 2, 29, 13)


def test_nobody_works_on_a_holiday() -> None:
    hours = WorkingHours(PARIS, holidays=frozenset({date(2028, 2, 29), date(2026, 5, 1)}))
    assert hours.between(at(PARIS, 2028, 2, 28, 9), at(PARIS, 2028, 3, 1, 17)) == 16 * HOUR
    assert hours.add(at(PARIS, 2026, 4, 30, 16), 2 * HOUR) == at(PARIS, 2026, 5, 4, 10)


def test_the_same_hours_differ_by_where_people_sit() -> None:
    start, end = datetime(2026, 3, 2, 3, 30, tzinfo=UTC), datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert WorkingHours(KOLKATA).between(start, end) == timedelta(hours=5, minutes=30)
    assert WorkingHours(PARIS).between(start, end) == HOUR
    assert WorkingHours(LORD_HOWE).between(start, end) == timedelta(hours=2, minutes=30)


def test_overlapping_shifts_count_once() -> None:
    week = ((Shift(time(9), time(13)), Shift(time(12), time(15))),) * 7
    assert WorkingHours(PARIS, week).between(at(PARIS, 2026, 3, 2), at(PARIS, 2026, 3, 3)) == 6 * HOUR


def test_counting_stops_where_no_more_matters() -> None:
    long_ago, now = at(PARIS, 2000, 1, 1), at(PARIS, 2026, 1, 1)
    assert WorkingHours(PARIS).between(long_ago, now, most=16 * HOUR) == 16 * HOUR


def test_what_makes_no_sense_is_refused() -> None:
    for week in ((), ((),) * 7, OFFICE[:6]):
        with pytest.raises(ValueError, match="seven days"):
            WorkingHours(PARIS, week)
    with pytest.raises(ValueError, match="not taken away"):
        WorkingHours(PARIS).add(at(PARIS, 2026, 1, 1), -HOUR)
    with pytest.raises(ValueError, match="without a zone"):
        WorkingHours(PARIS).between(FIRST.replace(tzinfo=None), FIRST)


@given(HOURS, MOMENT, SPAN)
def test_what_was_added_has_passed(hours: WorkingHours, start: datetime, span: timedelta) -> None:
    assert hours.between(start, hours.add(start, span)) == span


@given(HOURS, MOMENT, st.timedeltas(timedelta(), timedelta(days=40)), st.timedeltas(timedelta(), timedelta(days=40)))
def test_hours_add_up(hours: WorkingHours, start: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = start + one, start + one + two
    parts = hours.between(start, middle) + hours.between(middle, end)
    assert parts == hours.between(start, end) <= one + two
    assert hours.between(end, start) == timedelta() or end < start
