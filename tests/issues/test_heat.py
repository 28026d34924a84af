"""Heat is a formula: its check value, its bounds, and that nothing cools a potato by getting worse."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.heat import (
    PROMISES,
    SEVERITIES,
    TIERS,
    WEIGHTS,
    Band,
    HeatFacts,
    HeatTerms,
    Promise,
    band,
    heat,
    terms,
    total,
)
from issues.lifecycle import Severity, Tier

FLAGGED = datetime(2026, 3, 2, 8, tzinfo=UTC)
NUMBER = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
FACTS = st.builds(
    HeatFacts,
    at=st.datetimes(timezones=st.just(UTC)),
    flagged_at=st.datetimes(timezones=st.just(UTC)),
    severity=st.sampled_from(list(SEVERITIES)),
    is_open=st.booleans(),
    tier=st.none() | st.sampled_from(list(TIERS)),
    due_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    silent_hours=NUMBER,
    promised_hours=NUMBER,
    still_hours=NUMBER,
    customers=st.integers(-5, 100_000),
    bounces=NUMBER,
)
CHECK = HeatFacts(
    at=FLAGGED + timedelta(hours=12),
    flagged_at=FLAGGED,
    severity="high",
    tier="strategic",
    due_at=FLAGGED + timedelta(hours=24),
    silent_hours=30,
    promised_hours=24,
    still_hours=4,
    customers=3,
    bounces=1,
)


def test_the_check_of_the_formula_gives_sixty() -> None:
    found = terms(CHECK)
    assert found == HeatTerms(0.75, 0.5, 1.0, 0.25, 0.5, 1 / 3)
    assert heat(CHECK) == 60


def test_the_weights_share_out_the_whole() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert list(WEIGHTS) == list(HeatTerms().as_dict())
    assert total(HeatTerms(1, 1, 1, 1, 1, 1)) == 100
    assert total(HeatTerms()) == 0


def test_every_severity_and_tier_has_its_number() -> None:
    assert set(SEVERITIES) == set(PROMISES) == set(Severity.values)
    assert set(TIERS) == set(Tier.values)


def test_without_a_customer_nobody_is_kept_waiting_for_news() -> None:
    found = terms(replace(CHECK, tier=None))
    assert (found.silence, found.spread) == (0, 0)
    assert found.impact == pytest.approx(0.45)


def test_a_potato_that_is_not_open_has_no_heat() -> None:
    assert heat(replace(CHECK, is_open=False)) == 0


def test_urgency_grows_from_the_flag_to_the_due_date_and_stays_full_when_late() -> None:
    assert terms(replace(CHECK, due_at=None)).urgency == 0
    assert terms(replace(CHECK, at=FLAGGED)).urgency == 0
    assert terms(replace(CHECK, at=FLAGGED + timedelta(hours=24))).urgency == 1
    assert terms(replace(CHECK, at=FLAGGED + timedelta(days=9))).urgency == 1
    assert terms(replace(CHECK, due_at=FLAGGED)).urgency == 1


def test_half_a_bounce_counts_half() -> None:
    assert terms(replace(CHECK, bounces=0.5)).bounce == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("low", "high", "name"), [(0, 24, "warm"), (25, 49, "hot"), (50, 74, "burning"), (75, 100, "on_fire")]
)
def test_a_band_reaches_from_its_floor_to_the_next(low: int, high: int, name: str) -> None:
    assert {band(value) for value in range(low, high + 1)} == {Band(name)}


def test_the_first_news_is_promised_sooner_than_the_next() -> None:
    assert PROMISES["critical"] == Promise(first=1, then=4)
    assert PROMISES["low"] == Promise(first=8, then=72)
    assert PROMISES["medium"] == PROMISES["high"] == Promise(first=4, then=24)


@given(FACTS)
def test_whatever_the_facts_each_term_and_the_whole_stay_in_bounds(facts: HeatFacts) -> None:
    assert all(0 <= value <= 1 for value in terms(facts).as_dict().values())
    assert 0 <= heat(facts) <= 100
    assert band(heat(facts)) in Band


@given(FACTS, st.sampled_from(["silent_hours", "still_hours", "bounces", "customers"]), st.integers(0, 1000))
def test_more_silence_stillness_bounces_or_customers_never_cool(facts: HeatFacts, name: str, more: int) -> None:
    worse = replace(facts, **{name: getattr(facts, name) + more})
    assert heat(worse) >= heat(facts)


@given(FACTS)
def test_more_severity_a_higher_tier_and_a_nearer_due_date_never_cool(facts: HeatFacts) -> None:
    by_severity = [heat(replace(facts, severity=name)) for name in SEVERITIES]
    by_tier = [heat(replace(facts, tier=name)) for name in TIERS]
    assert all(a <= b for ladder in (by_severity, by_tier) for a, b in pairwise(ladder))
    if facts.at.year < 9999:
        later = replace(facts, at=facts.at + timedelta(hours=5))
        assert terms(later).urgency >= terms(facts).urgency


@given(st.builds(HeatTerms, *[st.floats(0, 1)] * 6), st.sampled_from(list(WEIGHTS)), st.floats(0, 1))
def test_a_higher_term_never_lowers_the_sum(of: HeatTerms, name: str, value: float) -> None:
    higher = replace(of, **{name: max(value, getattr(of, name))})
    assert total(higher) >= total(of)
