"""The parts in a real browser: accessible in every dress, usable by keys, quiet in the console."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from issues.models import Issue
from people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _parts(settings: Settings) -> None:
    settings.SHOW_PARTS = True


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("address", ["/parts/", "/offline/", "/nothing/here/"])
def test_axe_finds_nothing(desktop: Open, phone: Open, carl: Person, dark: bool, address: str) -> None:
    for opened in (desktop, phone):
        page = opened(carl, dark=dark)
        page.goto(address)
        page.wait_for_load_state("load")
        assert faults(page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_at_the_door(desktop: Open, phone: Open, dark: bool) -> None:
    for opened in (desktop, phone):
        page = opened(dark=dark)
        page.goto("/login/")
        assert faults(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 920, 1024, 1100, 1280])
def test_nothing_widens_the_page(desktop: Open, carl: Person, width: int) -> None:
    page = desktop(carl)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/parts/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_everything_to_press_is_big_enough(phone: Open, carl: Person) -> None:
    page = phone(carl)
    page.goto("/parts/")
    small = page.evaluate(
        """[...document.querySelectorAll("main .btn, .bottom a, .me")].filter(one => one.offsetParent)
        .filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_keys_lead_everywhere_and_rest_while_one_writes(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-composer] textarea").fill("g b")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator("#issue-2041")).to_be_focused()
    page.keyboard.press("g")
    with page.expect_navigation(url="**/table/"):
        page.keyboard.press("t")


def test_single_keys_can_be_turned_off(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_palette_goes_where_one_types(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    page.keyboard.press("Control+k")
    page.keyboard.type("boar")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation(url="**/board/"):
        page.keyboard.press("Enter")


def test_the_theme_changes_at_once_and_stays(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    page.locator(".me").click()
    page.locator("[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_draft_outlives_a_reload(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    page.locator("[data-composer] textarea").fill("Half a thought")
    expect(page.locator("[data-said]")).to_have_text("Draft saved")
    page.reload()
    expect(page.locator("[data-composer] textarea")).to_have_value("Half a thought")


def test_you_are_called_you(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    me = page.evaluate("document.body.dataset.me")
    assert me == str(carl.pk)
    text = f"<me-text id=mine person={carl.pk} me=You>Carl</me-text>"
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", text)
    expect(page.locator("#mine")).to_have_text("You")


def test_a_menu_opens_by_key_and_walks_by_arrows(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/parts/")
    page.locator("#mini-2041").focus()
    page.keyboard.press("m")
    expect(page.locator("#move-2041 button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#move-2041 button", has_text="In progress")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#move-2041")).to_be_hidden()


def test_what_is_flagged_without_a_network_is_kept_on_the_phone(phone: Open, carl: Person) -> None:
    page = phone(carl)
    page.goto("/offline/")
    expect(page.locator("#f-tc")).to_have_text("0 of 140")
    page.context.set_offline(True)
    page.get_by_label("What hurts?").fill("Invoices arrive twice")
    page.get_by_role("button", name="Flag it and go").click()
    expect(page.locator("[data-flag-said]")).to_contain_text("saved on this phone")
    expect(page.get_by_label("What hurts?")).to_have_value("")
    assert page.evaluate("localStorage.getItem('flags')") == "1"


def test_what_was_flagged_without_a_network_sends_itself_once(phone: Open, rita: Person) -> None:
    page = phone(rita)
    page.goto("/issues/new/")
    expect(page.locator("#id_title_count")).to_have_text("0 of 140")
    page.wait_for_load_state("networkidle")  # parts that are still asked for would complain
    page.context.set_offline(True)
    page.get_by_label("What hurts?").fill("Invoices arrive twice since Monday")
    page.get_by_role("button", name="Flag it and go").click()
    expect(page.locator("[data-flag-said]")).to_contain_text("saved on this phone")
    assert not Issue.objects.filter(title__startswith="Invoices arrive twice").exists()
    page.context.set_offline(False)
    expect(page.locator("#toasts, [data-flag-said]").filter(has_text="on the stove")).to_be_visible()
    page.reload()
    assert Issue.objects.filter(title__startswith="Invoices arrive twice", reporter=rita).count() == 1


def test_a_phone_opens_the_flag_page_without_a_network(phone: Open, rita: Person) -> None:
    page = phone(rita)
    page.goto("/parts/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/issues/new/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Flag a hot potato")
    expect(page.locator("form[data-flag=offline]")).to_be_visible()


def test_a_refusal_is_a_sentence_and_leaves_the_page_as_it_was(desktop: Open, carl: Person) -> None:
    page = desktop(carl)
    page.goto("/people/")
    page.evaluate("htmx.ajax('POST', '/c/company/leave/', {target: '#main', swap: 'innerHTML'}) && true")
    expect(page.locator("#toasts [data-refusal] span")).not_to_be_empty()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
