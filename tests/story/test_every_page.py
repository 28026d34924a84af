"""Every page of the demo company in every dress: accessible, narrow enough, quiet in the console."""

from __future__ import annotations

from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page

from issues.actions import customers
from issues.models import Contact, Issue
from people.models import Person
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/", "/c/", "/c/cold-chain/", "/c/cold-chain/rules/", "/c/company/ladders/", "/c/company/ladders/uncaught/",
    "/c/company/news/", "/c/company/templates/", "/c/company/templates/new/", "/audit/", "/people/", "/people/carl/",
    "/issues/", "/issues/new/", "/table/", "/board/", "/board/wall/",
    "/board/views/?lane=holder", "/customers/", "/customers/?archived=1", "/insights/",
    "/insights/mine/", "/inbox/", "/settings/profile/", "/settings/digest/", "/settings/notifications/",
)  # fmt: skip
DRESSES = {"desktop": (("en", False), ("fr", True)), "phone": (("fr", False), ("en", True))}


@pytest.fixture
def pages(site: str) -> list[str]:
    """The addresses of all pages, of a potato and its customer's page too."""
    call_command("seed_demo", stdout=StringIO())
    issue = Issue.objects.get(title="Four pallets for Aldera are nowhere")
    contact = Contact.objects.get(name="Helen Shaw")
    _link, status = customers.issue_link(issue, by=issue.owner, contact=contact)
    customer = contact.customer.get_absolute_url()
    own = [f"{issue.get_absolute_url()}{name}/" for name in ("news", "links", "forecast", "split")]
    people = [customer, f"{customer}contacts/{contact.pk}/", f"{customer}contacts/{contact.pk}/remove/"]
    return [*PAGES, issue.get_absolute_url(), *own, *people, f"/posts/{issue.post_id}/", status]


@pytest.mark.parametrize("size", DRESSES)
def test_every_page_is_accessible_and_fits_in_every_dress(
    size: str, pages: list[str], desktop: OpenPage, phone: OpenPage
) -> None:
    maya, found = Person.objects.get(handle="maya"), []
    for language, dark in DRESSES[size]:
        Person.objects.filter(pk=maya.pk).update(language=language)
        page = {"desktop": desktop, "phone": phone}[size](maya, language=language, dark=dark)
        for address in pages:
            page.goto(address)
            found += [f"{address} {language} {size}: {fault}" for fault in faults(page)]
            found += too_wide(page, address)
    assert found == []


def faults(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:140]}" for one in violations]


def too_wide(page: Page, address: str) -> list[str]:
    """At 320 pixels nothing scrolls sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    return [f"{address} is {width} px wide at 320"] if width > 320 else []
