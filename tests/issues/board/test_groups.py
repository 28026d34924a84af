"""Time given back is shown of groups alone, and no two figures can be subtracted down to one person."""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import combinations
from typing import Any

import pytest

from esn.activity.clock import at
from feeds.actions import communities
from feeds.models import Community
from issues.actions import potatoes, resolving
from people.models import Person
from tests import world as making
from tests.world import World

pytestmark = pytest.mark.django_db
MARCH, APRIL = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC), dt.datetime(2026, 4, 14, 9, tzinfo=dt.UTC)
Asked = dict[str, str]
BOTH: Asked = {"from": "2026-03-01", "to": "2026-04-30"}


def eaten(hunter: Person, place: Community, moment: dt.datetime, effort: str = "M") -> None:
    """A potato of the hunter's that somebody else ate whole."""
    with at(moment):
        issue = making.potato(by=hunter, title=f"{hunter.handle} {moment}", community=place)
        eater = next(one for one in Person.objects.filter(handle__in=("carl", "maya")) if one != hunter)
        resolving.resolve(potatoes.catch(issue, by=eater), by=eater, effort=effort)


def five(world: World) -> list[Person]:
    return [world.rita, world.carl, world.maya, world.ines, world.ada]


def back(person: Person, **said: str) -> Any:
    answer = making.client_of(person).get("/api/v1/insights", {**BOTH, **said})
    assert answer.status_code == 200
    return answer.json()["given_back"]


@pytest.fixture
def hunted(world: World) -> World:
    """Five hunters in the company in March, one more potato of Rita's at sales, and a last one of hers in April."""
    for hunter in five(world):
        eaten(hunter, world.company, MARCH)
    eaten(world.rita, world.sales, MARCH + dt.timedelta(days=3), effort="L")
    eaten(world.rita, world.company, APRIL, effort="L")
    return world


def test_neither_two_periods_nor_a_community_and_the_whole_leave_one_hunter_behind(hunted: World) -> None:
    whole = back(hunted.maya)
    assert whole["potatoes"] == 5
    periods = ({"to": "2026-03-31"}, {"to": "2026-03-11"}, {"from": "2026-03-10", "to": "2026-03-10"})
    asked: list[Asked] = [*periods, {"community": "company"}, {"from": "2026-03-31"}]
    assert [back(hunted.maya, **said) for said in asked] == [whole] * len(asked)
    assert back(hunted.maya, community="sales") is None
    assert back(hunted.maya, **{"from": "2026-04-01"}) is None


def test_any_two_answers_differ_by_nothing_or_by_five_hunters(hunted: World) -> None:
    for hunter in five(hunted):
        eaten(hunter, hunted.company, APRIL)
    days = ("2026-03-01", "2026-03-10", "2026-03-11", "2026-03-31", "2026-04-01", "2026-04-14", "2026-04-30")
    asked = [{"from": first, "to": last, "community": place}
             for first, last in combinations(days, 2) for place in ("", "company", "sales")]  # fmt: skip
    told = [back(hunted.maya, **said) for said in asked]
    assert {one["potatoes"] if one else 0 for one in told} == {0, 5, 6, 11}
    assert all(one is None for said, one in zip(asked, told, strict=True) if said["community"] == "sales")


def test_small_communities_are_counted_together_when_they_are_five(world: World) -> None:
    other = communities.create_community(by=world.maya, name="Garden")
    for hunter in (world.rita, world.carl, world.maya):
        eaten(hunter, world.sales, MARCH)
    assert back(world.maya) is None
    for hunter in (world.ines, world.ada):
        eaten(hunter, other, MARCH)
    found = back(world.maya)
    assert (found["hunters"], found["potatoes"]) == (5, 5)
    assert back(world.maya, community="sales") is None


def test_a_part_in_a_closed_communitys_potato_changes_no_figure(hunted: World) -> None:
    before = back(hunted.rita)
    with at(MARCH):
        issue = making.potato(by=hunted.ines, title="In the lab", community=hunted.lab)
        potatoes.catch(issue, by=hunted.maya)
    assert back(hunted.rita) == before


def test_it_is_told_in_whole_hours_and_month_by_month_on_the_page_in_the_files_and_by_the_api(hunted: World) -> None:
    found = back(hunted.maya)
    (month,) = found["months"]
    assert (month["month"], month["given"]["net_min"]) == ("2026-03-01", found["net_min"])
    assert all(value % 60 == 0 for name, value in found.items() if name.endswith("_min"))
    client = making.client_of(hunted.maya)
    page = client.get("/insights/", BOTH).content.decode()
    panel = page.split('id="h-given"')[1].split("</section>")[0]
    assert '<svg class="chart' in panel
    assert "March 2026" in panel
    assert "April" not in panel
    assert "subtracted down to one person" in panel
    text = client.get("/insights/figures.csv", BOTH).content.decode("utf-8-sig")
    rows = [row[:4] for row in csv.reader(io.StringIO(text)) if row[0] == "given_back"]
    assert ["given_back", "2026-03", "net", str(found["net_min"])] in rows
    assert ["given_back", "hunters", "count", "5"] in rows


def test_months_in_which_hunters_did_more_themselves_hang_below_the_line(world: World) -> None:
    for hunter in five(world):
        with at(MARCH):
            issue = making.potato(by=hunter, title=f"Own of {hunter.handle}")
            potatoes.allow_hunter(issue, by=world.maya, reason="Knows them")
            resolving.resolve(potatoes.catch(issue, by=hunter), by=hunter, effort="M")
    assert back(world.rita)["net_min"] < 0
    page = making.client_of(world.rita).get("/insights/", BOTH).content.decode()
    panel = page.split('id="h-given"')[1].split("</section>")[0]
    assert 'class="bar-v soft"' in panel
    assert "−15" in panel
