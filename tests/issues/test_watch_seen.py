"""The watch as it is seen: its changes on its page, at once, and whoever has it in the rail beside the stream."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from esn.activity.clock import at
from feeds.actions import posts
from feeds.models import Community
from issues.actions import watch
from issues.actions.watch import Turns
from notifications.models import Notification
from notifications.sentences import lines
from people.actions import absences
from people.models import Person
from tests.cast import ClientOf
from tests.conftest import OpenPage
from tests.told import tell_everything
from tests.world import World

MONDAY = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def take_turns(community: Community, person: Person, *, by: Person, starts_on: dt.date) -> None:
    turns = Turns(week=[person], rhythm="weekly", zone="Europe/Paris", turns_at=dt.time(0), starts_on=starts_on)
    watch.set_rota(community, turns, by=by)


def rail(client: Client) -> str:
    """What stands under “On watch” beside the stream."""
    cache.clear()
    return client.get("/").content.decode().split(">On watch<")[-1].split("</aside>")[0]


@pytest.mark.django_db
def test_the_page_tells_who_changed_the_watch_and_how(sales: Community, world: World, client_of: ClientOf) -> None:
    take_turns(sales, world.carl, by=world.maya, starts_on=MONDAY.date())
    with at(MONDAY):
        asked = watch.ask_swap(sales, by=world.carl, to=world.rita, starts_at=MONDAY, ends_at=MONDAY + DAY)
        watch.accept_swap(asked, by=world.rita)
    watch.end_rota(sales, by=world.maya)
    watch.set_watch(sales, by=world.maya, person=world.carl)
    page = " ".join(client_of(world.carl).get("/c/sales/watch/").content.decode().split())
    told = page.split('id="h-changes"')[1]
    for words in (
        "rota, every week: Carl Brandt", "takes the watch of Carl Brandt over", "no rota any more",
        "Carl Brandt stands behind the rota",
    ):  # fmt: skip
        assert words in told


@pytest.mark.django_db
def test_the_rail_names_whoever_is_on_watch_now_and_leads_there(
    sales: Community, world: World, client_of: ClientOf
) -> None:
    watch.set_watch(sales, by=world.maya, person=world.maya)
    rita = client_of(world.rita)
    assert "Carl Brandt" not in rail(rita)
    take_turns(sales, world.carl, by=world.maya, starts_on=timezone.localdate() - 8 * DAY)
    assert "Carl Brandt" in rail(rita)
    assert 'href="/c/sales/watch/"' in rail(rita)
    start = timezone.now()
    absences.start_absence(world.carl, by=world.carl, starts_at=start, ends_at=start + DAY, substitute=world.ada)
    assert "Carl Brandt" not in rail(rita)
    assert "Ada Lind" in rail(rita)


@pytest.mark.django_db(transaction=True)
def test_whoever_is_asked_to_swap_reads_where_and_is_led_to_the_page(sales: Community, world: World) -> None:
    take_turns(sales, world.carl, by=world.maya, starts_on=timezone.localdate() - 8 * DAY)
    start = timezone.now() + DAY
    watch.ask_swap(sales, by=world.carl, to=world.rita, starts_at=start, ends_at=start + DAY)
    tell_everything()
    [line] = lines(Notification.objects.filter(person=world.rita, name="watch.swap_asked"), world.rita)
    assert line.text == "Carl Brandt asks you to take over a shift on watch in Sales."
    assert [act.url for act in line.actions] == ["/c/sales/watch/"]


@pytest.mark.browser
def test_a_change_of_the_watch_reaches_open_pages_and_a_new_post_does_not(
    world: World, sales: Community, desktop: OpenPage
) -> None:
    page = desktop(world.carl)
    page.goto("/c/sales/watch/")
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    expect(page.locator("#watch")).not_to_contain_text("Rita Vogel")
    start = timezone.now()
    posts.publish(by=world.maya, community=sales, body="Nothing to do with the watch")
    watch.set_shift(sales, by=world.maya, person=world.rita, starts_at=start, ends_at=start + DAY)
    expect(page.locator("#watch")).to_contain_text("Rita Vogel")
    expect(page.locator("main")).not_to_contain_text("Nothing to do with the watch")
