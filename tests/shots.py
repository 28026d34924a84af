"""`make shots`: pictures of every page of the demo company into docs/img; not part of the tests."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

from issues.actions import customers
from issues.models import Contact, Issue
from people.models import Person
from tests.conftest import OpenPage
from tests.nordlys import demo_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = Path(settings.BASE_DIR) / "docs" / "img"
PAGES = {
    "home": "/", "board": "/board/", "table": "/table/", "issues": "/issues/", "flag": "/issues/new/",
    "communities": "/c/", "community": "/c/cold-chain/", "people": "/people/", "profile": "/people/carl/",
    "customers": "/customers/", "insights": "/insights/", "inbox": "/inbox/", "digest": "/settings/digest/",
    "settings": "/settings/profile/",
}  # fmt: skip
ELSEWHERE = ("home", "board", "potato", "table", "insights", "flag", "customers-page", "profile", "inbox")


@pytest.fixture
def pages(site: str) -> dict[str, str]:
    demo_again()
    issue = Issue.objects.get(title="Four pallets for Aldera are nowhere")
    contact = Contact.objects.get(name="Helen Shaw")
    _link, status = customers.issue_link(issue, by=issue.owner, contact=contact)
    return {**PAGES, "potato": issue.get_absolute_url(), "customers-page": status, "login": "/login/"}


def test_take_pictures(pages: dict[str, str], desktop: OpenPage, phone: OpenPage) -> None:
    carl = Person.objects.get(handle="carl")
    FOLDER.mkdir(parents=True, exist_ok=True)
    some = {name: pages[name] for name in ELSEWHERE}
    shoot(desktop(carl), {name: address for name, address in pages.items() if name != "login"}, "")
    shoot(desktop(), {"login": pages["login"]}, "")
    shoot(phone(carl), some, "-phone")
    shoot(desktop(carl, dark=True), some, "-dark")
    Person.objects.filter(pk=carl.pk).update(language="fr")
    shoot(desktop(carl, language="fr"), some, "-french")


def shoot(page: Page, pages: dict[str, str], dress: str) -> None:
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        with Image.open(BytesIO(page.screenshot())) as picture:
            small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
            small.save(FOLDER / f"{name}{dress}.png", optimize=True)
