"""A board that is narrowed or lies in lanes stays true while others work: what it says in its address holds."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from issues.actions import handoffs, potatoes
from issues.models import Issue
from people.models import Person
from tests import world as making
from tests.conftest import OpenPage
from tests.world import World, client_of


def at_board(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    page.evaluate("window.neverReloaded = true")
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["/board/", "/board/wall/"])
def test_what_does_not_fit_the_filters_does_not_come_in_and_what_fits_does(
    place: str, world: World, desktop: OpenPage
) -> None:
    here, mine = (at_board(desktop(world.carl), f"{place}?{said}") for said in ("community=sales", "owner=carl"))
    elsewhere = making.potato(by=world.rita, title="Elsewhere")
    fits = potatoes.catch(making.potato(by=world.rita, title="In sales", community=world.sales), by=world.carl)
    for page in (here, mine):
        expect(page.locator(f'.cell[data-status="caught"] #mini-{fits.pk}')).to_be_visible()
        expect(page.locator(f"#mini-{elsewhere.pk}")).to_have_count(0)
    handoffs.accept(handoffs.offer(fits, by=world.carl, to=world.maya), by=world.maya)
    expect(mine.locator(f"#mini-{fits.pk}")).to_have_count(0)
    expect(here.locator(f"#mini-{fits.pk}")).to_contain_text("Maya holds it")
    assert here.evaluate("window.neverReloaded")
    assert mine.evaluate("window.neverReloaded")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_card_goes_into_the_lane_it_belongs_to(world: World, desktop: OpenPage) -> None:
    issue = potatoes.catch(making.potato(by=world.rita, title="First"), by=world.carl)
    page = at_board(desktop(world.ines), "/board/?lane=holder")
    handoffs.assign(issue, by=world.maya, to=world.ada, reason="She knows it")
    lane = f'.cell[data-lane="p{world.ada.pk}"]'
    expect(page.locator(f"{lane} #mini-{issue.pk}")).to_be_visible()
    fresh = making.potato(by=world.rita, title="Second")
    expect(page.locator(f'.cell[data-lane="p0"] #mini-{fresh.pk}')).to_be_visible()
    assert page.evaluate("window.neverReloaded")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_card_that_came_by_itself_is_dragged_like_any_other(world: World, desktop: OpenPage) -> None:
    page = at_board(desktop(world.carl), "/board/?lane=customer&q=lift")
    issue = making.potato(by=world.rita, title="Lift stands still")
    card = page.locator(f"#mini-{issue.pk}")
    expect(card).to_be_visible()
    card.drag_to(page.locator('.cell[data-status="caught"]'))
    expect(page.locator(f'.cell[data-status="caught"] #mini-{issue.pk}')).to_contain_text("Carl holds it")


def chips(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    found = re.findall(r'<a class="chip" href="([^"]+)" aria-current="true">(.*?)</a>', page, re.DOTALL)
    return {re.sub(r"<[^>]+>|\s+", " ", label).strip(): url.replace("&amp;", "&") for url, label in found}


@pytest.mark.django_db
def test_every_filter_of_the_address_is_a_chip_that_takes_it_off(potato: Issue, carl: Person, ines: Person) -> None:
    assert potato.customer is not None
    said = f"customer={potato.customer.pk}&owner={ines.handle}&min_heat=60&q=invoice"
    found = chips(client_of(carl), f"/board/?{said}")
    assert set(found) == {"Aldera Foods", "@ines holds", "Heat 60 and up", "“invoice”"}
    assert found["“invoice”"] == f"/board/?{said.removesuffix('&q=invoice')}"
    assert "?" not in chips(client_of(carl), "/board/?q=lift")["“lift”"]


@pytest.mark.django_db
def test_the_board_is_narrowed_by_words_and_from_a_customer(potato: Issue, carl: Person) -> None:
    client = client_of(carl)
    page = client.get("/board/?lane=holder").content.decode()
    assert 'name="q"' in page
    assert '<input type="hidden" name="lane" value="holder">' in page
    assert potato.customer is not None
    customer = client.get(potato.customer.get_absolute_url()).content.decode()
    assert f'href="/board/?customer={potato.customer.pk}"' in customer


@pytest.mark.django_db
def test_without_scripts_a_moved_card_leads_back_to_the_board_as_it_was(potato: Issue, carl: Person) -> None:
    before = "http://testserver/board/?lane=holder&owner=carl&evil=1"
    answer = client_of(carl).post(f"/board/{potato.pk}/move/", {"status": "caught"}, headers={"Referer": before})
    assert answer["Location"] == "/board/?lane=holder&owner=carl"


@pytest.mark.django_db
def test_all_figures_stand_above_the_board(potato: Issue, carl: Person) -> None:
    page = client_of(carl).get("/board/").content.decode()
    strip = page.split('<dl class="tiles')[1].split("</dl>")[0]
    labels = re.findall(r"<dt>(.*?)</dt>", strip)
    assert labels == [
        "Time to release", "First split", "First news", "To resolve", "Promises kept", "Eaten by others", "Reopened",
        "Bounces", "Open",
    ]  # fmt: skip
    assert len(re.findall(r'class="tile__about"', strip)) == len(labels)
