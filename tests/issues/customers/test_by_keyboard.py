"""News in a real browser: written, looked at and published by the keyboard alone, and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from issues.actions import customers
from issues.models import Contact, CustomerUpdate, Issue
from people.models import Person
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TABS = 60
FOCUSED = "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim() ?? ''"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what bears these words has the focus."""
    for _press in range(MOST_TABS):
        if page.evaluate(FOCUSED) == words:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way to “{words}” by the keyboard")


def test_news_is_written_looked_at_and_published_by_the_keyboard_alone(
    desktop: OpenPage, held: Issue, helen: Contact, carl: Person
) -> None:
    page = desktop(carl)
    page.goto(held.get_absolute_url())
    page.locator("#potato-side").get_by_role("link", name="Publish news").press("Enter")
    expect(page.locator("#asking #id_body")).to_be_focused()
    page.keyboard.type("The second copies are cancelled.")
    tab_to(page, "Preview")
    page.keyboard.press("Enter")
    preview = page.locator("#asking #news-preview")
    expect(preview).to_contain_text("The second copies are cancelled.")
    expect(preview).to_contain_text("Helen Shaw (Aldera Foods)")
    expect(page.locator("#asking #id_body")).to_be_focused()
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    expect(page.locator("#asking")).to_have_count(0)
    expect(page.locator("#thread")).to_contain_text("The second copies are cancelled.")
    assert CustomerUpdate.objects.get().letters.get().contact == helen


def test_the_composer_fits_a_phone_in_the_dark_and_is_accessible(
    phone: OpenPage, held: Issue, helen: Contact, marc: Contact, carl: Person
) -> None:
    page = phone(carl, dark=True)
    page.goto(f"{held.get_absolute_url()}news/")
    page.locator("#id_body").fill("All is **well**.")
    page.get_by_role("main").get_by_role("button", name="Preview").click()
    expect(page.locator("#news-preview")).to_contain_text("All is well.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []


def test_a_french_contact_rates_in_french_on_a_phone(phone: OpenPage, held: Issue, marc: Contact, carl: Person) -> None:
    customers.publish_news(held, by=carl, body="C'est réglé.")
    Issue.objects.filter(pk=held.pk).update(status="resolved", resolved_at=held.flagged_at)
    link, url = customers.issue_link(held, by=carl, contact=marc)
    customers.confirm_solved(link)
    page = phone()
    page.goto("/s/" + url.split("/s/")[1])
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    page.locator("#word").fill("Merci")
    page.locator("button[name=score][value='5']").click()
    expect(page.locator("#word")).to_have_count(0)
    assert held.satisfactions.get().word == "Merci"
