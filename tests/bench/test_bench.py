"""The benchmark itself, in a tiny size: it seeds, it measures, and its table says what met its target."""

from __future__ import annotations

from pathlib import Path

from bench.__main__ import ORDER, table
from bench.databases import Size, ask, seeded, servers
from bench.measuring import figure, met

TINY = Size(posts=1_200, people=600, potatoes=300, reactions=300, comments=100)


def test_every_part_that_needs_a_database_measures_a_tiny_company(tmp_path: Path) -> None:
    with servers(tmp_path) as found:
        assert seeded(found, "tiny", TINY)
        assert not seeded(found, "tiny", TINY)
        child = found.postgres.child
        assert child is not None
        figures = {
            **ask(found, "tiny", "bench.inside.home", "measure", rounds=1, postgres=child.pid),
            **ask(found, "tiny", "bench.inside.feed", "measure", small="tiny", large="tiny", rounds=1),
            **ask(found, "tiny", "bench.inside.board", "measure", rounds=2),
            **ask(found, "tiny", "bench.inside.digesting", "measure", people=3),
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
