"""A potato from flag to resolved in a real browser: by keyboard alone, with forms over the page, and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from issues.actions import eating, potatoes, tasks
from issues.actions.drafts import parse_list
from issues.lifecycle import Status
from issues.models import Issue, Task
from people.models import Person
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_keyboard_alone_brings_a_potato_from_flag_to_resolved(
    desktop: OpenPage, world: object, rita: Person, carl: Person
) -> None:
    hunter = desktop(rita)
    hunter.goto("/issues/")
    hunter.keyboard.press("c")
    hunter.wait_for_url("**/issues/new/")
    hunter.locator("#id_title").focus()
    hunter.keyboard.type("Scanners lose the link between docks")
    hunter.locator("#flag button.btn--lg").press("Enter")
    hunter.wait_for_url(re.compile(r"/issues/\d+/$"))
    holder = desktop(carl)
    holder.goto(hunter.url)
    holder.keyboard.press("t")
    expect(holder.locator("#h-holder")).to_have_text("You hold it")
    holder.keyboard.press("b")
    expect(holder.locator("#asking #id_title")).to_be_focused()
    holder.keyboard.type("Put the antenna back")
    holder.keyboard.press("Enter")
    expect(holder.locator("#asking")).to_have_count(0)
    bite = holder.locator(".bite", has_text="Put the antenna back")
    bite.get_by_role("button", name="Take: Put the antenna back").press("Enter")
    bite.get_by_role("button", name="Finish: Put the antenna back").press("Enter")
    holder.locator("[popover]:popover-open").get_by_role("button", name="S one hour").press("Enter")
    expect(holder.locator("#h-bites")).to_have_text("1 of 1 bite eaten")
    holder.locator("#potato-side").get_by_role("link", name="Resolve").press("Enter")
    holder.locator("#asking").get_by_role("button", name="Resolve").press("Enter")
    expect(holder.locator(".stages [aria-current]")).to_contain_text("Resolved")
    assert Issue.objects.get().status == Status.RESOLVED


def test_a_refusal_stands_in_the_form_and_nothing_is_lost(desktop: OpenPage, potato: Issue, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    page = desktop(carl)
    page.goto(potato.get_absolute_url())
    page.locator("#potato-side").get_by_role("link", name="Toss").click()
    page.locator("#asking #id_reason").fill("You know the export")
    page.locator("#asking").get_by_role("button", name="Toss it").click()
    expect(page.locator("#asking .error").first).to_be_visible()
    expect(page.locator("#asking #id_reason")).to_have_value("You know the export")
    page.locator("#asking #id_to").fill("in")
    page.locator("#asking [role=option]", has_text="Inès").click()
    page.locator("#asking").get_by_role("button", name="Toss it").click()
    expect(page.locator("#potato-side")).to_contain_text("Tossed to Inès")


def test_a_bite_is_taken_and_put_back_by_the_toast(desktop: OpenPage, potato: Issue, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    tasks.add(potato, by=carl, drafts=parse_list("Stop the run\nTell accounting"))
    page = desktop(carl)
    page.goto(potato.get_absolute_url())
    page.get_by_role("button", name="Take: Stop the run").click()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Take: Stop the run")).to_be_visible()
    assert not Task.objects.filter(assignee=carl).exists()


def test_the_toast_comes_though_the_button_was_redrawn_meanwhile(
    desktop: OpenPage, potato: Issue, carl: Person
) -> None:
    potatoes.catch(potato, by=carl)
    tasks.add(potato, by=carl, drafts=parse_list("Stop the run\nTell accounting"))
    page = desktop(carl)
    page.goto(potato.get_absolute_url())
    page.evaluate("document.addEventListener('htmx:beforeRequest', event => event.target.closest('li')?.remove())")
    page.get_by_role("button", name="Take: Stop the run").click()
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()


def test_a_menu_stays_open_while_others_eat(desktop: OpenPage, potato: Issue, carl: Person, maya: Person) -> None:
    potatoes.catch(potato, by=carl)
    mine, other = tasks.add(potato, by=carl, drafts=parse_list("Stop the run\nTell accounting"))
    tasks.take(mine, by=carl)
    page = desktop(carl)
    page.goto(potato.get_absolute_url())
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    page.get_by_role("button", name="Finish: Stop the run").click()
    eating.finish(tasks.take(other, by=maya), by=maya, effort="S")
    expect(page.locator("#thread")).to_contain_text("Tell accounting")
    expect(page.locator(".menu:popover-open")).to_be_visible()
    expect(page.locator("#h-bites")).to_have_text("0 of 2 bites eaten")
    page.keyboard.press("Escape")
    expect(page.locator("#h-bites")).to_have_text("1 of 2 bites eaten")


def test_bites_are_put_in_order_by_the_menu(desktop: OpenPage, potato: Issue, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    tasks.add(potato, by=carl, drafts=parse_list("First\nSecond"))
    page = desktop(carl)
    page.goto(potato.get_absolute_url())
    page.get_by_role("button", name="More: Second").click()
    page.locator(".menu:popover-open").get_by_role("button", name="Move up").click()
    expect(page.locator(".bite__title").first).to_have_text("Second")


def test_bites_are_dragged_into_another_order(desktop: OpenPage, potato: Issue, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    tasks.add(potato, by=carl, drafts=parse_list("First\nSecond\nThird"))
    page = desktop(carl)
    page.goto(potato.get_absolute_url())
    titles = page.locator(".bite__title")
    page.locator(".bite", has_text="Third").drag_to(page.locator(".bite", has_text="First"))
    expect(titles.first).to_have_text("Third")
    page.reload()
    expect(titles.first).to_have_text("Third")


def test_a_phone_flags_in_four_fields_and_says_what_is_on_the_stove(
    phone: OpenPage, potato: Issue, carl: Person
) -> None:
    page = phone(carl)
    page.goto("/issues/new/")
    page.locator("#id_title").press_sequentially("Invoices go out twice")
    expect(page.locator("#similar")).to_contain_text(potato.title)
    page.locator("#similar").get_by_role("button", name="Mine too").click()
    page.wait_for_url(f"**{potato.get_absolute_url()}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
