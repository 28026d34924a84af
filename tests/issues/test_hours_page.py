"""The hours of a community: set on a page, counted by every clock, and garbage answered by a clear sentence each."""

from __future__ import annotations

import datetime as dt

import pytest

from esn.activity.clock import at
from esn.lib.errors import Forbidden, Refused
from feeds.models import Community
from issues.actions import hours, potatoes
from issues.working import hours_of
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 12, 4, 16, tzinfo=dt.UTC)
OFFICE = ["9-17"] * 5 + ["", ""]


def set_hours(
    community: Community, by: Person, days: list[str] = OFFICE, holidays: str = "", zone: str = "UTC"
) -> None:
    hours.set_hours(community, by=by, zone=zone, days=days, holidays=holidays, version=None)


def test_a_promise_counts_in_the_hours_of_its_community_and_jumps_its_holidays(sales: Community, world: World) -> None:
    set_hours(sales, world.maya, holidays="2026-12-07 Foundation day\n\n2026-12-08")
    with at(FRIDAY):
        customer = making.customer(by=world.rita)
        issue = making.potato(by=world.rita, community=sales, customer=customer)
        caught = potatoes.catch(issue, by=world.carl)
    assert caught.next_news_due_at == dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC)


def test_a_community_without_hours_goes_by_those_of_the_company(
    company: Community, lab: Community, maya: Person
) -> None:
    set_hours(company, maya, days=["22-6"] * 7)
    assert hours_of(lab).week == hours_of(company).week
    set_hours(lab, maya)
    assert hours_of(lab).week != hours_of(company).week
    hours.follow_company(lab, by=maya)
    assert hours_of(lab).week == hours_of(company).week


@pytest.mark.parametrize(
    ("days", "holidays", "zone", "field", "sentence"),
    [
        ([""] * 7, "", "UTC", "day0", "Some hours of the week must be working hours"),
        (["morning"] + [""] * 6, "", "UTC", "day0", "“morning” is no stretch of a day"),
        (["25-26"] + [""] * 6, "", "UTC", "day0", "“25-26” is no stretch of a day"),
        (["9-12, 11-17"] + [""] * 6, "", "UTC", "day0", "These times overlap"),
        (OFFICE, "2026-02-30 Nothing", "UTC", "holidays", "Line 1, “2026-02-30 Nothing”, is no holiday"),
        (OFFICE, "2026-12-25\nBEGIN:VCALENDAR", "UTC", "holidays", "Line 2, “BEGIN:VCALENDAR”, is no holiday"),
        (OFFICE, "", "Mars/Olympus", "zone", "There is no such time zone."),
    ],
)
def test_hours_from_garbage_are_refused_with_a_sentence_at_their_field(
    sales: Community, maya: Person, days: list[str], holidays: str, zone: str, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        set_hours(sales, maya, days, holidays, zone)
    assert refusal.value.errors[0].field == field
    assert refusal.value.errors[0].message.startswith(sentence)


def test_a_day_that_ends_at_midnight_and_a_night_are_hours_too(sales: Community, maya: Person) -> None:
    set_hours(sales, maya, days=["0-24"] * 7)
    week = dt.timedelta(days=7)
    assert hours_of(sales).between(FRIDAY, FRIDAY + week) == week


def test_only_a_moderator_sets_the_hours(sales: Community, carl: Person) -> None:
    with pytest.raises(Forbidden):
        set_hours(sales, carl)


def test_everybody_reads_the_hours_and_a_moderator_changes_them_on_the_page(
    sales: Community, world: World, client_of: ClientOf
) -> None:
    maya, carl = client_of(world.maya), client_of(world.carl)
    said = {f"day{number}": text for number, text in enumerate(["8-12, 13-16", *OFFICE[1:]])}
    said |= {"zone": "Europe/Paris", "holidays": "2026-12-25 Christmas", "version": "0"}
    assert carl.post("/c/sales/hours/", said).status_code == 404
    answer = maya.post("/c/sales/hours/", {**said, "holidays": "Christmas"})
    assert answer.status_code == 422
    assert "Line 1, “Christmas”, is no holiday" in answer.content.decode()
    assert maya.post("/c/sales/hours/", said).status_code == 302
    body = carl.get("/c/sales/hours/").content.decode()
    assert "08:00-12:00, 13:00-16:00" in body
    assert "25 December 2026" in body
    assert "Change the hours" not in body
    stale = maya.post("/c/sales/hours/", said)
    assert "Somebody changed it meanwhile" in stale.content.decode()
    assert maya.post("/c/sales/hours/end/").status_code == 302
    assert "The hours of the company" in carl.get("/c/sales/hours/").content.decode()


def test_the_hours_of_a_closed_community_are_for_its_members(lab: Community, carl: Person, client_of: ClientOf) -> None:
    assert client_of(carl).get("/c/lab/hours/").status_code == 404


def test_the_page_says_who_changed_the_hours_and_to_what(sales: Community, world: World, client_of: ClientOf) -> None:
    set_hours(sales, world.maya, holidays="2026-12-25 Christmas")
    hours.follow_company(sales, by=world.maya)
    told = client_of(world.carl).get("/c/sales/hours/").content.decode().split('id="h-changes"')[1]
    assert "Mon 09:00-17:00" in told
    assert "1 holiday" in told
    assert told.index("the company&#x27;s hours") < told.index("Mon 09:00-17:00")
    assert told.count("Maya Roth") == 2
