"""A potato from a car park to the customer's yes and the next morning's letter, in browsers of which none reloads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from issues.actions import contacts, customers, eating, tasks
from issues.lifecycle import Status
from issues.models import Customer, CustomerLink, Issue, Task
from people.models import Person
from tests import world as making
from tests.conftest import OpenPage
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Invoices of September went out twice"
BITES = "- [ ] Read the log (S)\n- [ ] List the doubles (XS)\n- Cancel the second copies (M)"


@dataclass(frozen=True)
class Scene:
    """The three who look, and the world they are in."""

    world: World
    rep: Page
    colleague: Page
    customer: Page


@pytest.fixture
def scene(phone: OpenPage, desktop: OpenPage, world: World) -> Scene:
    return Scene(world, phone(world.rita), desktop(world.carl), desktop())


def live(page: Page, address: str = "") -> Page:
    """Open the address, or stay, and remember that this page was never loaded again."""
    if address:
        page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    return marked(page)


def marked(page: Page) -> Page:
    page.evaluate("window.neverReloaded = true")
    return page


def reloaded(*pages: Page) -> bool:
    return not all(page.evaluate("window.neverReloaded") for page in pages)


def looks_again(page: Page) -> None:
    """What happens when the customer comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def flag_on_the_phone(page: Page) -> None:
    page.goto("/issues/new/")
    page.locator("#id_customer").fill("Aldera Foods")
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("button", name="Flag it and go").click()
    page.wait_for_url(lambda address: address.rstrip("/").split("/")[-1].isdecimal())


def send_link(issue: Issue, *, by: Person) -> str:
    contact = contacts.add_contact(Customer.objects.get(), by=by, name="Helen Shaw", email="h@aldera.example")
    _link, address = customers.issue_link(issue, by=by, contact=contact)
    return address


def eat(page: Page, title: str) -> None:
    """Take a bite and finish it, each in one tap."""
    page.get_by_role("button", name=f"Take: {title}").click()
    page.get_by_role("button", name=f"Finish: {title}").click()
    page.locator("[popover]:popover-open").get_by_role("button", name="S one hour").click()


def test_a_potato_lives_in_three_browsers_at_once(scene: Scene, desktop: OpenPage) -> None:
    world, colleague, rep, customer = scene.world, scene.colleague, scene.rep, scene.customer
    making.customer(by=world.rita)
    live(colleague, "/")

    flag_on_the_phone(rep)
    live(rep)
    card = colleague.locator("article.card", has_text=TITLE)
    expect(card).to_be_visible()

    card.get_by_role("button", name="Catch").click()
    expect(rep.locator(".stages [aria-current]")).to_contain_text("Caught")
    expect(rep.locator("#potato-head")).to_contain_text("Carl")
    assert not reloaded(colleague)

    issue = Issue.objects.get()
    customer.goto(send_link(issue, by=world.carl))
    marked(customer)
    customer.get_by_label("Write to us").fill("Which numbers do you need?")
    paste_bites(colleague, issue)
    expect(rep.locator(".bite")).to_have_count(3)
    other = live(desktop(world.ada), issue.get_absolute_url())
    eat(colleague, "Read the log")
    eat(other, "List the doubles")
    left = Task.objects.get(issue=issue, status="open")
    tasks.take(left, by=world.maya)
    eating.finish(left, by=world.maya, effort="S")
    for page in (rep, colleague, other):
        expect(page.locator("#h-bites")).to_have_text("3 of 3 bites eaten")
    assert not reloaded(other, colleague)

    tell_the_customer(colleague, issue, "The second copies are cancelled.")
    looks_again(customer)
    expect(customer.locator("#status")).to_contain_text("The second copies are cancelled.")
    expect(customer.locator("#status")).to_contain_text("3 of 3 parts are done")
    expect(customer.get_by_role("button", name="It is solved")).to_have_count(0)

    resolve(colleague, issue)
    expect(rep.locator(".stages [aria-current]")).to_contain_text("Resolved")
    looks_again(customer)
    expect(customer.get_by_label("Write to us")).to_have_value("Which numbers do you need?")
    expect(customer.get_by_role("button", name="Not solved yet")).to_be_visible()
    assert not reloaded(customer)
    customer.get_by_role("button", name="It is solved").click()
    expect(customer.get_by_role("button", name="It is solved")).to_have_count(0)
    for page in (rep, colleague, other):
        expect(page.locator(".stages [aria-current]")).to_contain_text("Closed")
    assert not reloaded(rep, other)
    assert Issue.objects.get().status == Status.CLOSED
    assert CustomerLink.objects.filter(issue=issue).exists()
    everybody_reads_of_it_the_next_morning(world)


def everybody_reads_of_it_the_next_morning(world: World) -> None:
    mail.outbox.clear()
    here = timezone.now().astimezone(world.rita.tz)
    morning = here.replace(hour=8, minute=0) + (dt.timedelta(days=1) if here.hour >= 8 else dt.timedelta())
    call_command("send_digests", at=morning.isoformat(), stdout=StringIO())
    told = {letter.to[0] for letter in mail.outbox if TITLE in str(letter.body)}
    assert told >= {person.email for person in (world.rita, world.carl, world.ada, world.maya)}


def paste_bites(page: Page, issue: Issue) -> None:
    live(page, issue.get_absolute_url())
    page.get_by_role("link", name="Paste a list").click()
    page.locator("#asking textarea").fill(BITES)
    page.locator("#asking button[type=submit]").click()
    expect(page.locator(".bite")).to_have_count(3)


def tell_the_customer(page: Page, issue: Issue, words: str) -> None:
    page.goto(f"{issue.get_absolute_url()}news/")
    page.locator("main textarea").fill(words)
    page.get_by_role("main").get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**{issue.get_absolute_url()}")


def resolve(page: Page, issue: Issue) -> None:
    page.locator("#potato-side").get_by_role("link", name="Resolve").click()
    page.locator("#asking").get_by_role("button", name="Resolve").click()
    expect(page.locator(".stages [aria-current]")).to_contain_text("Resolved")


def test_nothing_leaves_the_house_while_one_reads(desktop: Callable[..., Page], world: World, potato: Issue) -> None:
    page = desktop(world.carl)
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url))
    for address in ("/", "/board/", "/table/", potato.get_absolute_url(), "/people/", "/inbox/"):
        page.goto(address)
    home = page.url.split("/")[2]
    assert not [url for url in foreign if url.split("/")[2] != home and not url.startswith(("data:", "blob:"))]
