"""Whose watch it is: weeks, days, weekends apart, and what the clock does in spring, in autumn and on a leap day."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

from issues.rota import Plan, Rhythm, Span, laid_over

PARIS, LORD_HOWE = ZoneInfo("Europe/Paris"), ZoneInfo("Australia/Lord_Howe")
CARL, INES, MAYA = 1, 2, 3


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def plan(**said: object) -> Plan:
    facts = {
        "zone": PARIS, "rhythm": Rhythm.WEEKLY, "turns_at": dt.time(9), "starts_on": dt.date(2026, 3, 2),
        "week": (CARL, INES, MAYA),
    }  # fmt: skip
    return Plan(**{**facts, **said})  # type: ignore[arg-type]


def told(rota: Plan, since: str, until: str) -> list[tuple[str, str, int | None]]:
    return [(f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}", s.person) for s in rota.spans(utc(since), utc(until))]


def test_a_weekly_watch_passes_on_each_monday_at_nine_on_the_wall() -> None:
    found = told(plan(), "2026-03-16 12:00", "2026-04-01 12:00")
    assert found == [
        ("03-16 08:00", "03-23 08:00", MAYA),
        ("03-23 08:00", "03-30 07:00", CARL),
        ("03-30 07:00", "04-02 07:00", INES),
    ]


def test_a_weekly_turn_that_begins_in_the_middle_of_its_week_is_a_short_one() -> None:
    found = told(plan(starts_on=dt.date(2026, 3, 4)), "2026-03-04 09:00", "2026-03-10 00:00")
    assert [person for _start, _end, person in found] == [CARL, INES]


def test_before_its_first_day_a_rota_is_nobodys() -> None:
    assert told(plan(), "2026-02-20 09:00", "2026-02-21 00:00")[0][2] is None


def test_in_the_night_in_which_the_clock_goes_forward_a_daily_watch_is_an_hour_shorter() -> None:
    daily = plan(rhythm=Rhythm.DAILY, starts_on=dt.date(2026, 3, 27))
    spans = daily.spans(utc("2026-03-28 09:00"), utc("2026-03-30 06:00"))
    assert [span.end - span.start for span in spans] == [dt.timedelta(hours=23), dt.timedelta(hours=24)]


def test_in_the_night_in_which_the_clock_goes_back_a_daily_watch_is_an_hour_longer() -> None:
    daily = plan(rhythm=Rhythm.DAILY, starts_on=dt.date(2026, 10, 23))
    spans = daily.spans(utc("2026-10-24 09:00"), utc("2026-10-25 07:00"))
    assert [span.end - span.start for span in spans] == [dt.timedelta(hours=25)]


def test_a_watch_that_passes_on_in_the_hour_that_does_not_exist_leaves_no_hole() -> None:
    daily = plan(rhythm=Rhythm.DAILY, turns_at=dt.time(2, 30), starts_on=dt.date(2026, 3, 27))
    spans = daily.spans(utc("2026-03-27 12:00"), utc("2026-03-31 12:00"))
    assert all(a.end == b.start for a, b in pairwise(spans))
    assert [span.person for span in spans] == [CARL, INES, MAYA, CARL, INES]


def test_on_lord_howe_the_clock_moves_by_half_an_hour() -> None:
    daily = plan(zone=LORD_HOWE, rhythm=Rhythm.DAILY, starts_on=dt.date(2026, 4, 3))
    lengths = [span.end - span.start for span in daily.spans(utc("2026-04-03 23:00"), utc("2026-04-04 22:00"))]
    assert lengths == [dt.timedelta(hours=24, minutes=30)]


def test_the_leap_day_has_its_own_watch() -> None:
    daily = plan(rhythm=Rhythm.DAILY, starts_on=dt.date(2028, 2, 28))
    found = told(daily, "2028-02-28 09:00", "2028-03-01 10:00")
    assert [(start, person) for start, _end, person in found] == [
        ("02-28 08:00", CARL), ("02-29 08:00", INES), ("03-01 08:00", MAYA),
    ]  # fmt: skip


def test_weekends_apart_have_their_own_line_and_do_not_use_up_turns_of_the_week() -> None:
    daily = plan(rhythm=Rhythm.DAILY, week=(CARL, INES), weekend=(MAYA, CARL))
    found = told(daily, "2026-03-05 09:00", "2026-03-16 09:00")
    assert [(start[:5], person) for start, _end, person in found] == [
        ("03-05", INES), ("03-06", CARL), ("03-07", MAYA), ("03-09", INES), ("03-10", CARL), ("03-11", INES),
        ("03-12", CARL), ("03-13", INES), ("03-14", CARL), ("03-16", CARL),
    ]  # fmt: skip


def test_a_weekend_apart_without_people_is_a_gap() -> None:
    found = told(plan(weekend=()), "2026-03-06 12:00", "2026-03-09 12:00")
    assert [person for _start, _end, person in found] == [CARL, None, INES]


def test_an_exception_takes_the_place_of_what_was_there_and_the_later_one_wins() -> None:
    spans = [Span(utc("2026-03-02"), utc("2026-03-09"), CARL), Span(utc("2026-03-09"), utc("2026-03-16"), INES)]
    first = Span(utc("2026-03-04"), utc("2026-03-10"), MAYA)
    second = Span(utc("2026-03-05"), utc("2026-03-06"), INES)
    found = [(f"{s.start:%d}", f"{s.end:%d}", s.person) for s in laid_over(spans, [first, second])]
    assert found == [
        ("02", "04", CARL), ("04", "05", MAYA), ("05", "06", INES), ("06", "10", MAYA), ("10", "16", INES),
    ]  # fmt: skip
