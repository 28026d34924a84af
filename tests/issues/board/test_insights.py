"""The figures agree with a plain count over what happened, and show no single person's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections import defaultdict

import pytest
from django.utils import timezone

from esn.activity.clock import at
from esn.activity.models import Activity
from issues.actions import eating, handoffs, joining, potatoes, questions, resolving, tasks
from issues.actions.drafts import TaskDraft
from issues.counting import count_open
from issues.models import BandCount, Custody, Issue
from issues.models.issues import IssueQuerySet
from issues.reading import given, pingpong
from issues.reading.insights import flagged_in, insights
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def lately(person: Person) -> IssueQuerySet:
    return flagged_in(person, since=timezone.now() - 30 * DAY, until=timezone.now() + DAY)


def returns(chain: list[object]) -> int:
    steps = [one for place, one in enumerate(chain) if place == 0 or chain[place - 1] != one]
    return sum(steps[place] == steps[place - 2] for place in range(2, len(steps)))


def test_ping_pong_between_communities_is_what_a_plain_count_over_the_moves_finds(world: World) -> None:
    dice = random.Random(4)
    places = [world.company, world.sales, world.lab]
    for number in range(12):
        issue = making.potato(by=world.maya, title=f"Potato {number}", community=world.sales)
        for _step in range(dice.randrange(6)):
            choices = [place for place in places if place.pk != issue.community_id]
            issue = joining.move(issue, by=world.maya, community=dice.choice(choices))
    chains: dict[int, list[object]] = defaultdict(list)
    for row in Activity.objects.filter(name="issue.moved").order_by("id"):
        chains[row.object_id] += [row.facts["to"]] if chains[row.object_id] else [row.facts["from"], row.facts["to"]]
    expected = {pk: count for pk, chain in chains.items() if (count := returns(chain))}
    found = pingpong.between_groups(lately(world.maya), world.maya, whole=12)
    assert expected
    assert found.count == len(expected)
    assert sum(step.count for step in found.steps) == found.count
    assert [step.count for step in found.steps[:2]] == [list(expected.values()).count(times) for times in (1, 2)]
    assert {case.issue.pk: case.returns for case in found.worst} == dict(
        sorted(expected.items(), key=lambda one: (-one[1], -one[0]))[:10]
    )


def test_ping_pong_between_owners_is_what_a_plain_count_over_custody_finds(world: World) -> None:
    dice = random.Random(7)
    for number in range(8):
        issue = potatoes.catch(making.potato(by=world.rita, title=f"Potato {number}"), by=world.carl)
        for _step in range(dice.randrange(5)):
            receivers = [one for one in (world.carl, world.maya, world.ada) if one.pk != issue.owner_id]
            issue = handoffs.assign(issue, by=world.maya, to=dice.choice(receivers), reason="Your turn")
    chains: dict[int, list[object]] = defaultdict(list)
    for row in Custody.objects.order_by("id"):
        chains[row.issue_id].append(row.person_id)
    expected = {pk: count for pk, chain in chains.items() if (count := returns(chain))}
    found = pingpong.between_owners(lately(world.maya), whole=8)
    assert expected
    assert {case.issue.pk: case.returns for case in found.worst} == expected


def test_a_closed_community_on_the_way_is_not_named(world: World, client_of: ClientOf) -> None:
    issue = making.potato(by=world.maya, title="There and back", community=world.sales)
    issue = joining.move(issue, by=world.maya, community=world.board_room)
    joining.move(issue, by=world.maya, community=world.sales)
    page = client_of(world.carl).get("/insights/").content.decode()
    assert "a closed community" in page
    assert world.board_room.name not in page


def test_what_comes_back_to_a_hunter_is_what_others_did_less_her_own(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    bites = tasks.add(potato, by=world.carl, drafts=[TaskDraft("Look"), TaskDraft("Mend")])
    for bite, who, effort in ((bites[0], world.ines, "M"), (bites[1], world.carl, "L")):
        tasks.take(bite, by=who)
        eating.finish(bite, by=who, effort=effort)
    questions.answer(questions.ask(potato, by=world.carl, body="Since when?"), by=world.rita, body="Monday")
    found = given.given_back(Issue.objects.filter(pk=potato.pk))
    assert (found.eaten, found.around, found.own) == (180 + 480, 5 + 2 * 5, 5)
    assert found.net == 670
    assert not found.is_group


def test_the_hunters_net_is_hers_alone(potato: Issue, world: World, client_of: ClientOf) -> None:
    potatoes.catch(potato, by=world.carl)
    mine = client_of(world.rita).get("/insights/mine/").content.decode()
    assert potato.key in mine
    assert "You owe nothing" in mine
    assert potato.key not in client_of(world.maya).get("/insights/mine/").content.decode()
    assert "fewer than five hunters" in client_of(world.maya).get("/insights/").content.decode()


def test_five_hunters_together_are_shown(world: World, client_of: ClientOf) -> None:
    for hunter in (world.rita, world.carl, world.maya, world.ines, world.ada):
        making.potato(by=hunter, title=f"Of {hunter.handle}")
    client = client_of(world.maya)
    assert "to 5 hunters or more together" in client.get("/insights/").content.decode()
    assert client.get("/api/v1/insights").json()["given_back"]["hunters"] == 5


def test_a_histogram_holds_every_potato_once(world: World) -> None:
    began = timezone.now() - 5 * DAY
    waits = [2, 5, 6, 40, 700]
    for minutes in waits:
        with at(began):
            issue = making.potato(by=world.rita, title=f"{minutes} minutes")
        with at(began + dt.timedelta(minutes=minutes)):
            potatoes.catch(issue, by=world.carl)
    release = insights(world.carl, since=began - DAY, until=timezone.now()).spreads[1]
    assert [one.count for one in release.bins] == [2, 1, 0, 1, 0, 0, 0, 1]
    assert release.median == dt.timedelta(minutes=6)


def test_open_potatoes_are_counted_by_heat_for_the_day(potato: Issue, world: World, client_of: ClientOf) -> None:
    count_open()
    count_open()
    counted = BandCount.objects.filter(community=potato.community, day=dt.datetime.now(dt.UTC).date())
    assert sum(counted.values_list("count", flat=True)) == 1
    today = client_of(world.carl).get("/api/v1/insights").json()["open_over_time"][-1]
    assert today["warm"] + today["hot"] + today["burning"] + today["on_fire"] == 1
    assert today["uncounted"] == 0


def test_days_before_the_first_count_are_told_by_dates(world: World, client_of: ClientOf) -> None:
    began = timezone.now() - 20 * DAY
    with at(began):
        issue = potatoes.catch(making.potato(by=world.rita), by=world.carl)
    with at(timezone.now() - 2 * DAY):
        resolving.resolve(issue, by=world.carl, effort="S")
    weeks = client_of(world.carl).get("/api/v1/insights").json()["open_over_time"]
    told = {week["day"]: week["uncounted"] for week in weeks}
    assert [day for day, count in told.items() if count] == [
        day for day in told if began.date().isoformat() <= day < (timezone.now() - 2 * DAY).date().isoformat()
    ]


def test_the_file_says_the_same_as_the_page(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    potatoes.catch(potato, by=carl)
    page = client_of(carl).get("/insights/").content.decode()
    file = re.search(r'href="(/insights/figures.csv[^"]*)"', page)
    assert file
    answer = client_of(carl).get(file[1].replace("&amp;", "&"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["times", "release", "count", "1"] in [row[:4] for row in rows]
    assert answer["Content-Disposition"].startswith("attachment")


def test_every_figure_of_the_page_is_in_the_api(carl: Person, client_of: ClientOf) -> None:
    found = client_of(carl).get("/api/v1/insights").json()
    assert set(found["times"]) == {"flag", "release", "split", "news", "resolve", "taken"}
    assert set(found["shares"]) == {
        "promises_kept",
        "eaten_by_others",
        "reopened",
        "bounces",
        "promises_overdue",
        "hunter_free",
    }
    assert all(len(figure["distribution"]) == 8 for figure in found["times"].values())
    assert all(sum(week["whole"] for week in one["weeks"]) == one["whole"] for one in found["shares"].values())
    assert set(found["ping_pong"]) == {"communities", "owners"}
