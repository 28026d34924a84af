"""The benchmark itself, in a tiny size: it seeds, it measures, and its table says what met its target."""

from __future__ import annotations

import os
from dataclasses import asdict

import pytest
from django.db import connection

from bench import databases
from bench.__main__ import ORDER, table
from bench.databases import Size
from bench.inside import board, digesting, feed, home
from bench.inside.readers import readers
from bench.measuring import figure, met

TINY = Size(posts=600, people=600, potatoes=120, reactions=100, comments=60)


@pytest.mark.django_db(transaction=True)
def test_every_part_that_needs_a_database_measures_a_tiny_company() -> None:
    databases.fill(asdict(TINY))
    name = connection.settings_dict["NAME"]
    figures = {
        **home.counted(home.pages_of(readers("median", 1))),
        **feed.measure(small=name, large=name, rounds=1, pages=2),
        **board.measure(rounds=1),
        **digesting.measure(people=2, postgres=os.getpid()),
    }
    assert set(figures) <= set(ORDER)
    assert all(one["value"] > 0 and one["method"] for one in figures.values())


def test_of_a_rate_more_is_better_and_of_all_else_less() -> None:
    slow, fast = figure(9, 10, "so"), figure(11, 10, "so")
    assert met("digests_per_s", fast)
    assert not met("digests_per_s", slow)
    assert met("board_ratio", slow)
    assert not met("board_ratio", fast)


def test_the_table_names_what_missed_its_target() -> None:
    said = table({"board_ratio": figure(4, 3, "how")}, load="idle")
    assert "| `board_ratio` | 4 | ≤ 3 | **no** | how |" in said
