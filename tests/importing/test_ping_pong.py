"""The ping-pong that Insights tell of a replayed log is what a plain count over its rows finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from issues.models import Issue
from issues.reading import pingpong
from tests.importing.conftest import Run
from tests.importing.made import incidents, write
from tests.world import World, client_of

pytestmark = pytest.mark.django_db


def cases(rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Of each incident whose group came back, A → B → A, how often; one without a group is in the whole company."""
    ways: dict[str, list[str]] = defaultdict(list)
    for line in rows:
        way = ways[line["number"]]
        if not way or way[-1] != line["assignment_group"]:
            way.append(line["assignment_group"])
    return {number: count for number, way in ways.items() if (count := returns(way))}


def returns(way: list[str]) -> int:
    return sum(there == here for there, here in zip(way, way[2:], strict=False))


def worst(counts: Iterable[int]) -> list[int]:
    return sorted(counts, reverse=True)[: pingpong.WORST]


@pytest.mark.parametrize("seed", [4, 5])
def test_the_worst_cases_between_groups_are_those_of_the_log(
    load: Run, tmp_path: Path, world: World, seed: int
) -> None:
    log = incidents(150, seed=seed)
    assert load(write(tmp_path / "log.csv", log)).failed == ""
    expected = cases(log)
    found = pingpong.between_groups(Issue.objects.all(), world.ada, whole=150)
    assert expected
    assert (found.count, found.whole) == (len(expected), 150)
    assert [case.returns for case in found.worst] == worst(expected.values())
    assert all(expected[case.issue.external_id] == case.returns for case in found.worst)
    page = client_of(world.ada).get("/insights/?from=2016-01-01&to=2016-12-31").content.decode()
    assert found.worst[0].issue.key in page
    assert f"{found.per_cent}\u00a0%" in page
