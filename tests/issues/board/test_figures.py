"""What the figures count: promises, bounces, bites found, hunters left in peace; and the same in every form of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from esn.activity.clock import at
from issues.actions import customers, eating, handoffs, potatoes, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from issues.reading.figures import Share, Spread
from issues.reading.insights import insights
from people.models import Person
from tests import world as making
from tests.world import World

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BEGAN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
END = BEGAN + 30 * DAY


def figure(name: str, person: Person) -> Share:
    found = insights(person, since=BEGAN - DAY, until=END)
    return next(share for share in found.shares if share.name == name)


def parts(name: str, person: Person) -> tuple[float, float]:
    found = figure(name, person)
    assert sum(one.part for one in found.parts) == found.part
    assert sum(one.whole for one in found.parts) == found.whole
    return found.part, found.whole


def spread(name: str, person: Person) -> Spread:
    found = insights(person, since=BEGAN - DAY, until=END)
    return next(one for one in found.spreads if one.name == name)


@pytest.fixture
def held(world: World) -> Issue:
    """Carl caught it at nine on a Monday; the first news is due within four working hours."""
    with at(BEGAN):
        issue = making.potato(by=world.rita, customer=making.customer(by=world.rita))
        return potatoes.catch(issue, by=world.carl)


def test_the_first_promise_counts_as_every_other(held: Issue, carl: Person) -> None:
    with at(BEGAN + HOUR):
        customers.publish_news(held, by=carl, body="We look at it.", next_news_at=BEGAN + 2 * HOUR)
        assert parts("promises_kept", carl) == (1, 1)
    with at(BEGAN + 3 * HOUR):
        customers.publish_news(held, by=carl, body="Late.", next_news_at=BEGAN + DAY)
        assert parts("promises_kept", carl) == (1, 2)


def test_news_that_never_came_is_a_promise_not_kept(held: Issue, carl: Person) -> None:
    with at(BEGAN + HOUR):
        assert parts("promises_kept", carl) == (0, 0)
    with at(BEGAN + 20 * DAY):
        assert parts("promises_kept", carl) == (0, 1)


def test_while_it_waits_its_promise_stands_still(held: Issue, carl: Person) -> None:
    with at(BEGAN + HOUR):
        customers.publish_news(held, by=carl, body="Which numbers?", next_news_at=BEGAN + 3 * HOUR)
        until = BEGAN + 20 * DAY
        waiting.wait(held, by=carl, waiting_for="customer", until=until, reason="the numbers")
    with at(BEGAN + 10 * DAY):
        assert parts("promises_kept", carl) == (1, 1)
        customers.publish_news(held, by=carl, body="Still waiting.")
        assert parts("promises_kept", carl) == (2, 2)


def test_what_bounced_once_upon_a_time_bounced(held: Issue, world: World) -> None:
    with at(BEGAN + HOUR):
        assert parts("bounces", world.carl) == (0, 1)
        handoffs.accept(handoffs.offer(held, by=world.carl, to=world.ines), by=world.ines)
        assert parts("bounces", world.carl) == (1, 1)
        customers.publish_news(held, by=world.ines, body="We are on it.")
        assert Issue.objects.get(pk=held.pk).bounces == 0
        assert parts("bounces", world.carl) == (1, 1)


def test_refused_tosses_count_half(held: Issue, world: World) -> None:
    with at(BEGAN + HOUR):
        for _round in range(2):
            handoffs.refuse(handoffs.offer(held, by=world.carl, to=world.ines), by=world.ines)
        assert parts("bounces", world.carl) == (1, 1)


def test_how_long_a_bite_lies_on_the_table(held: Issue, world: World) -> None:
    with at(BEGAN):
        bites = tasks.add(held, by=world.carl, drafts=[TaskDraft("Look"), TaskDraft("Mend"), TaskDraft("Tell")])
    for bite, hours in zip(bites[:2], (2, 30), strict=True):
        with at(BEGAN + hours * HOUR):
            tasks.take(bite, by=world.ines)
    found = spread("taken", world.carl)
    assert (found.count, found.median, sum(one.count for one in found.bins)) == (2, 16 * HOUR, 2)
    assert "2 bites" in found.over


def test_a_promise_that_is_overdue_counts_among_the_open_ones_until_the_news_is_out(held: Issue, carl: Person) -> None:
    with at(BEGAN + HOUR):
        customers.publish_news(held, by=carl, body="We look at it.", next_news_at=BEGAN + 2 * HOUR)
        assert parts("promises_overdue", carl) == (0, 1)
    with at(BEGAN + 3 * HOUR):
        assert parts("promises_overdue", carl) == (1, 1)
        customers.publish_news(held, by=carl, body="Late.", next_news_at=BEGAN + DAY)
        assert parts("promises_overdue", carl) == (0, 1)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [({"took": "42", "opened": "1"}, 42), ({"took": "soon"}, None), ({"took": "90000"}, None), ({"opened": "1"}, None)],
)
def test_how_long_flagging_took_is_told_by_the_form_and_never_guessed(
    world: World, said: dict[str, str], seconds: int | None
) -> None:
    answer = making.client_of(world.rita).post("/issues/new/", {"title": "It hurts", **said})
    assert answer.status_code == 302
    took = Issue.objects.get().flag_took
    assert took == (None if seconds is None else dt.timedelta(seconds=seconds))


def test_without_a_script_flagging_took_as_long_as_the_page_was_open(world: World) -> None:
    client = making.client_of(world.rita)
    with at(timezone.now() - dt.timedelta(seconds=35)):
        page = client.get("/issues/new/").content.decode()
    opened = page.split('name="opened" value="')[1].split('"')[0]
    client.post("/issues/new/", {"title": "It hurts", "opened": opened})
    took = Issue.objects.get().flag_took
    assert took is not None
    assert 35 <= took.total_seconds() < 300
    figure = making.client_of(world.carl).get("/api/v1/insights").json()["times"]["flag"]
    assert (figure["count"], figure["median_s"]) == (1, took.total_seconds())
    assert f"{round(took.total_seconds())}\u00a0s" in making.client_of(world.carl).get("/insights/").content.decode()


def test_a_hunter_who_ate_was_not_left_in_peace(held: Issue, world: World) -> None:
    with at(BEGAN + HOUR):
        (bite,) = tasks.add(held, by=world.carl, drafts=[TaskDraft("Look")])
        tasks.take(bite, by=world.rita)
        eating.finish(bite, by=world.rita, effort="S")
        customers.publish_news(held, by=world.carl, body="Solved.")
        resolving.resolve(held, by=world.carl)
        other = potatoes.catch(making.potato(by=world.rita, title="Another"), by=world.carl)
        resolving.resolve(other, by=world.carl, effort="S")
    assert parts("hunter_free", world.carl) == (1, 2)


def file(client: Client) -> list[list[str]]:
    answer = client.get("/insights/figures.csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_every_number_of_the_page_is_in_the_file_and_the_api_with_its_definition(world: World) -> None:
    issue = potatoes.catch(making.potato(by=world.rita, customer=making.customer(by=world.rita)), by=world.carl)
    customers.publish_news(issue, by=world.carl, body="Soon.")
    client = making.client_of(world.carl)
    rows, api = file(client), client.get("/api/v1/insights").json()
    assert all(row[4] for row in rows)
    tables = {row[0] for row in rows}
    assert tables == {"times", "distribution", "shares", "weeks", "open_now", "open", "stuck", "ping_pong"}
    assert {row[1] for row in rows if row[0] == "times"} == set(api["times"])
    assert {row[1] for row in rows if row[0] == "shares"} == set(api["shares"])
    assert [int(row[3]) for row in rows if row[0] == "open_now"] == [band["count"] for band in api["open_by_heat"]]
    assert {row[1] for row in rows if row[0] == "stuck"} == {place["name"] for place in api["stuck"]}
    assert set(api["definitions"]) == {"open_by_heat", "open_over_time", "given_back", "content", "stuck"}
    told = [*api["times"].values(), *api["shares"].values(), *api["ping_pong"].values()]
    assert all([*api["definitions"].values(), *(one["definition"] for one in told)])


def test_each_picture_of_the_page_has_its_table_and_definition(potato: Issue, carl: Person) -> None:
    page = making.client_of(carl).get("/insights/").content.decode()
    pictures = page.split('<svg class="chart')[1:]
    assert len(pictures) == 15  # open by heat, six times, six shares, twice ping-pong
    assert all("<table" in one and "<details>" in one for one in pictures)
    api: dict[str, Any] = making.client_of(carl).get("/api/v1/insights").json()
    told = [*api["times"].values(), *api["shares"].values(), *api["ping_pong"].values()]
    assert all(escape(one["definition"]) in page for one in told)
    assert all(escape(one) in page for one in api["definitions"].values())


def test_the_contract_says_what_the_figures_are() -> None:
    schemas = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert {"from", "to", "times", "shares", "open_over_time", "stuck"} <= set(schemas["Figures"]["properties"])


def test_a_community_and_a_period_narrow_every_figure(world: World) -> None:
    old = timezone.now() - 40 * DAY
    with at(old):
        potatoes.catch(making.potato(by=world.rita, title="Long ago", community=world.sales), by=world.carl)
    potatoes.catch(making.potato(by=world.rita, title="Elsewhere"), by=world.carl)
    client = making.client_of(world.carl)

    def count(**said: str) -> int:
        released: int = client.get("/api/v1/insights", said).json()["times"]["release"]["count"]
        return released

    assert (count(), count(community="sales"), count(community="company")) == (2, 1, 1)
    since = (timezone.now() - 7 * DAY).date().isoformat()
    assert (count(**{"from": since}), count(**{"from": since, "community": "sales"})) == (1, 0)
    assert count(to=since) == 1
