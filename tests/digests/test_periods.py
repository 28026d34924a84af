"""Once a local day, also where clocks are changed."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from digests.periods import Period, latest_day, latest_week, moment_of

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
MORNING = dt.time(7, 30)
HARD_ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca",
)  # fmt: skip


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc, arg-type]


def test_the_morning_is_each_persons_own() -> None:
    day = dt.date(2026, 1, 15)
    assert moment_of(day, MORNING, PARIS) == utc(2026, 1, 15, 6, 30)
    assert moment_of(day, MORNING, NEW_YORK) == utc(2026, 1, 15, 12, 30)
    assert moment_of(day, MORNING, ZoneInfo("Asia/Kolkata")) == utc(2026, 1, 15, 2, 0)


def test_an_hour_that_is_skipped_is_the_next_that_exists() -> None:
    assert moment_of(dt.date(2026, 3, 29), dt.time(2, 30), PARIS) == utc(2026, 3, 29, 1, 0)


def test_an_hour_that_comes_twice_is_its_first_coming() -> None:
    assert moment_of(dt.date(2026, 10, 25), dt.time(2, 30), PARIS) == utc(2026, 10, 25, 0, 30)
    at_second = utc(2026, 10, 25, 1, 30)
    assert latest_day(at_second, hour=dt.time(2, 30), zone=PARIS) == Period(
        dt.date(2026, 10, 25), utc(2026, 10, 25, 0, 30)
    )


def test_a_day_that_does_not_exist_has_no_digest() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert moment_of(dt.date(2011, 12, 30), MORNING, apia) is None
    day_after = moment_of(dt.date(2011, 12, 31), MORNING, apia)
    assert day_after is not None
    assert latest_day(day_after - dt.timedelta(minutes=1), hour=MORNING, zone=apia).day == dt.date(2011, 12, 29)


def test_before_the_hour_it_is_still_yesterdays() -> None:
    assert latest_day(utc(2026, 1, 15, 6, 29), hour=MORNING, zone=PARIS).day == dt.date(2026, 1, 14)
    assert latest_day(utc(2026, 1, 15, 6, 30), hour=MORNING, zone=PARIS).day == dt.date(2026, 1, 15)


def test_a_week_is_named_by_the_day_on_which_it_comes() -> None:
    sunday = utc(2026, 3, 1, 20, 0)
    assert latest_week(sunday, weekday=0, hour=MORNING, zone=PARIS).day == dt.date(2026, 2, 23)
    assert latest_week(sunday + dt.timedelta(hours=12), weekday=0, hour=MORNING, zone=PARIS).day == dt.date(2026, 3, 2)


@pytest.mark.parametrize("name", HARD_ZONES)
@pytest.mark.parametrize("hour", [dt.time(0, 0), dt.time(2, 0), dt.time(2, 30), dt.time(3, 15)])
def test_three_years_of_days_each_come_once_and_in_order(name: str, hour: dt.time) -> None:
    zone, day = ZoneInfo(name), dt.date(2025, 1, 1)
    moments = [moment_of(day + dt.timedelta(days=count), hour, zone) for count in range(3 * 365)]
    assert None not in moments
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(set(known))
    assert [latest_day(moment, hour=hour, zone=zone).due_at for moment in known] == known


@pytest.mark.parametrize("name", HARD_ZONES)
def test_on_days_of_change_minute_by_minute_the_latest_period_never_goes_back(name: str) -> None:
    zone, hour = ZoneInfo(name), dt.time(2, 30)
    for start in _changes(zone):
        seen = [latest_day(start + dt.timedelta(minutes=count), hour=hour, zone=zone) for count in range(2880)]
        days = [period.day for period in seen]
        assert days == sorted(days)
        assert len({period.due_at for period in seen}) == len(set(days))


def _changes(zone: ZoneInfo) -> list[dt.datetime]:
    """The starts of the UTC days before those on which the zone's offset changes, in one year."""
    days = [utc(2026, 1, 1) + dt.timedelta(days=count) for count in range(365)]
    pairs = pairwise(days)
    return [day - dt.timedelta(hours=12) for day, then in pairs if _offset(day, zone) != _offset(then, zone)]


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta | None:
    return moment.astimezone(zone).utcoffset()
