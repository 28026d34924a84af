"""The hunter's own page while it is open: what only he knows, and who caught it, come by themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from issues.actions import potatoes, questions
from issues.models import Issue
from people.models import Person
from tests.conftest import OpenPage
from tests.told import tell_everything


@pytest.mark.browser
def test_a_catch_and_a_question_come_onto_the_open_page(
    phone: OpenPage, potato: Issue, rita: Person, carl: Person
) -> None:
    page = phone(rita)
    page.goto("/insights/mine/")
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    expect(page.locator("#melting")).to_contain_text("Maya Roth is on watch")
    potatoes.catch(potato, by=carl)
    tell_everything()
    expect(page.locator("#melting")).to_contain_text("in the hands of Carl Brandt")
    questions.ask(potato, by=carl, body="Since when?", choices=["Monday", "Longer"])
    tell_everything()
    page.get_by_role("button", name="Monday").click()
    expect(page).to_have_url(re.compile(rf"/issues/{potato.pk}/"))
    page.goto("/insights/mine/")
    expect(page.locator("main")).to_contain_text("You owe nothing. Whatever you flagged is in other hands.")
