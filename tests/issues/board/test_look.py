"""The board and the figures in a browser: nothing runs out of the page, and definitions show on focus."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from issues.actions import potatoes
from issues.counting import count_open
from issues.models import Issue
from people.models import Person
from tests import world as making
from tests.conftest import OpenPage
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = ["/insights/", "/insights/mine/", "/board/", "/board/?lane=community"]


def test_no_page_of_figures_is_wider_than_the_narrowest_phone(
    potato: Issue, world: World, phone: OpenPage, desktop: OpenPage
) -> None:
    potatoes.catch(making.potato(by=world.rita, title="Second"), by=world.carl)
    count_open()
    page, wide = phone(world.carl), desktop(world.carl, dark=True)
    page.set_viewport_size({"width": 320, "height": 700})
    for place in PLACES:
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place
        wide.goto(place)
        assert wide.evaluate("document.documentElement.scrollWidth") <= 1280, place


def test_a_figure_shows_its_definition_when_it_has_the_focus(potato: Issue, world: World, desktop: OpenPage) -> None:
    page = desktop(world.carl)
    page.goto("/insights/")
    tile = page.locator(".tile").first
    expect(tile.locator(".tile__about")).to_have_css("opacity", "0")
    tile.focus()
    expect(tile.locator(".tile__about")).to_have_css("opacity", "1")


def test_every_definition_has_the_room_that_it_needs(
    potato: Issue, carl: Person, ines: Person, phone: OpenPage, desktop: OpenPage
) -> None:
    cut = "[...document.querySelectorAll('.tile__about')].filter(one => one.scrollHeight > one.clientHeight + 1)"
    for page in (desktop(carl), desktop(ines, language="fr"), phone(carl)):
        for place in ("/insights/", "/board/"):
            page.goto(place)
            assert page.evaluate(f"{cut}.map(one => one.textContent)") == [], place


def test_the_heads_of_the_columns_count_along_when_another_person_catches(
    potato: Issue, world: World, desktop: OpenPage
) -> None:
    page = desktop(world.rita)
    page.goto("/board/")
    flagged, caught = (page.locator(f"[data-count-of={name}]") for name in ("flagged", "caught"))
    expect(flagged).to_have_text("1")
    expect(page.locator("html[data-live=up]")).to_be_attached()
    potatoes.catch(potato, by=world.carl)
    expect(flagged).to_have_text("0")
    expect(caught).to_have_text("1")


def test_the_lanes_are_chosen_from_a_menu(potato: Issue, world: World, desktop: OpenPage) -> None:
    page = desktop(world.carl)
    page.goto("/board/")
    page.get_by_role("button", name="No lanes").click()
    page.get_by_role("link", name="Lanes: customer").click()
    expect(page.locator(".lane h3")).to_have_text("Aldera Foods")
