"""The bell on an open page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from feeds.actions import posts
from feeds.models import Community
from people.models import Person
from tests.conftest import OpenPage
from tests.told import tell_everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_bell_the_title_and_the_inbox_follow_without_reloading(
    desktop: OpenPage, sales: Community, maya: Person, carl: Person
) -> None:
    page = desktop(carl)
    page.goto("/inbox/")
    page.wait_for_selector("html[data-live=up]")
    posts.publish(by=maya, community=sales, body="What do you say, @carl?")
    tell_everything()
    expect(page.locator("header [data-unread]")).to_have_text("1")
    expect(page).to_have_title("(1) Inbox · Potluck")
    expect(page.get_by_text("Maya Roth names you in")).to_be_visible()
    page.get_by_role("button", name="Mark as read").click()
    expect(page).to_have_title("Inbox · Potluck")
