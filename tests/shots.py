"""`make shots`: pictures of every page of the demo company into docs/img, and docs/pages.md, which shows them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from esn.activity.due import run_recurring
from issues.actions import customers
from issues.models import Contact, Issue
from people.models import Person
from tests.conftest import OpenPage
from tests.nordlys import demo_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOCS = Path(settings.BASE_DIR) / "docs"
FOLDER = DOCS / "img"
PAGES = {
    "home": "/", "issues": "/issues/", "flag": "/issues/new/", "table": "/table/", "board": "/board/",
    "wall": "/board/wall/", "insights": "/insights/", "melting": "/insights/mine/", "communities": "/c/",
    "community": "/c/cold-chain/", "members": "/c/cold-chain/members/", "watch": "/c/company/watch/",
    "ladders": "/c/company/ladders/", "ladder": "/c/company/ladders/uncaught/", "rules": "/c/company/rules/",
    "hours": "/c/company/hours/", "templates": "/c/company/templates/", "people": "/people/", "org": "/people/org/",
    "profile": "/people/carl/", "customers": "/customers/", "inbox": "/inbox/", "search": "/search/?q=pallets",
    "bookmarks": "/bookmarks/", "settings": "/settings/profile/", "skills": "/settings/skills/",
    "absence": "/settings/absence/", "appearance": "/settings/appearance/", "notifications": "/settings/notifications/",
    "digest": "/settings/digest/", "tokens": "/settings/tokens/", "access": "/settings/access/", "audit": "/audit/",
}  # fmt: skip
OF_A_POTATO = ("split", "news", "links", "forecast")
SIGNED_OUT = ("login", "customers-page")
DRESSES = {"": "desktop", "-phone": "phone", "-dark": "dark", "-french": "French"}


@pytest.fixture
def pages(site: str) -> dict[str, str]:
    """Every page by the name of its picture."""
    demo_again()
    run_recurring(at=timezone.now())
    issue = Issue.objects.get(title="Four pallets for Aldera are nowhere")
    contact = Contact.objects.get(name="Helen Shaw")
    _link, status = customers.issue_link(issue, by=issue.owner, contact=contact)
    own = {name: f"{issue.get_absolute_url()}{name}/" for name in OF_A_POTATO}
    more = {"post": f"/posts/{issue.post_id}/", "customer": contact.customer.get_absolute_url()}
    return {**PAGES, "potato": issue.get_absolute_url(), **own, **more, "login": "/login/", "customers-page": status}


def test_take_pictures(pages: dict[str, str], desktop: OpenPage, phone: OpenPage) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    inside = {name: address for name, address in pages.items() if name not in SIGNED_OUT}
    outside = {name: pages[name] for name in SIGNED_OUT}
    for dress in DRESSES:
        Person.objects.filter(handle="maya").update(language="fr" if dress == "-french" else "en")
        maya, opened = Person.objects.get(handle="maya"), phone if dress == "-phone" else desktop
        look = {"language": "fr" if dress == "-french" else "en", "dark": dress == "-dark"}
        shoot(opened(maya, **look), inside, dress)
        shoot(opened(**look), outside, dress)
    (DOCS / "pages.md").write_text(gallery(pages))


def shoot(page: Page, pages: dict[str, str], dress: str) -> None:
    """A picture of each page in this dress."""
    for name, address in pages.items():
        page.goto(f"{address}?lang=fr" if (name, dress) == ("customers-page", "-french") else address)
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        with Image.open(BytesIO(page.screenshot())) as picture:
            small = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
            small.save(FOLDER / f"{name}{dress}.png", optimize=True)


def gallery(pages: dict[str, str]) -> str:
    """All pictures on one page."""
    parts = ["# Every page, in four dresses", "", "Taken of the demo company by `make shots`."]
    for name in sorted(pages):
        shown = " ".join(
            f'<img src="img/{name}{dress}.png" alt="{name}, {said}" height="260">' for dress, said in DRESSES.items()
        )
        parts += ["", f"## {name.replace('-', ' ').capitalize()}", "", shown]
    return "\n".join(parts) + "\n"
