"""Two at one board, in real browsers and on real connections: what one does the other sees, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from issues.actions import boards, potatoes
from issues.lifecycle import Status
from issues.models import Custody, Issue
from people.models import Person
from tests import world as making
from tests.conftest import OpenPage
from tests.world import World, client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_board(page: Page, query: str = "") -> Page:
    page.goto(f"/board/{query}")
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    expect(page.get_by_role("button", name="Select", exact=True)).to_be_enabled()
    page.evaluate("window.neverReloaded = true")
    return page


def cell(page: Page, status: str) -> str:
    return f'.cell[data-status="{status}"]'


def drag(page: Page, issue: Issue, status: str) -> None:
    card = page.locator(f"#mini-{issue.pk} h3").bounding_box()
    there = page.locator(cell(page, status)).bounding_box()
    assert card
    assert there
    page.mouse.move(card["x"] + 20, card["y"] + 8)
    page.mouse.down()
    page.mouse.move(card["x"] + 40, card["y"] + 20, steps=4)
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + 30, steps=10)


def test_two_drag_one_card_and_it_settles_with_the_first(
    desktop: OpenPage, potato: Issue, carl: Person, maya: Person
) -> None:
    first, second = at_board(desktop(carl)), at_board(desktop(maya))
    drag(first, potato, "caught")
    drag(second, potato, "caught")
    first.mouse.up()
    expect(first.locator(f"{cell(first, 'caught')} #mini-{potato.pk}")).to_contain_text("Carl holds it")
    second.mouse.up()
    expect(second.locator(".toast--refusal")).to_contain_text("Carl Brandt has already caught it")
    for page in (first, second):
        expect(page.locator(f"{cell(page, 'caught')} #mini-{potato.pk}")).to_contain_text("Carl holds it")
        expect(page.locator(f"#mini-{potato.pk}")).to_have_count(1)
        assert page.evaluate("window.neverReloaded")
    assert Custody.objects.filter(issue=potato, person=carl).count() == 1


def test_requests_that_cross_have_one_winner_and_every_card_one_place(world: World) -> None:
    issues = [making.potato(by=world.rita, title=f"Potato {number}") for number in range(4)]
    people = [world.carl, world.maya, world.ines, world.ada]
    start = Barrier(len(people))

    def move(person: Person) -> str:
        client = client_of(person)
        try:
            start.wait(30)
            said = {"issue": [issue.pk for issue in issues], "status": "caught", "said": "1"}
            return client.post("/board/several/", said, headers={"HX-Request": "true"}).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(move, people))
    for issue in issues:
        issue.refresh_from_db()
        assert issue.status == Status.CAUGHT
        assert sum(issue.key in answer.partition("<ul")[2] for answer in answers) == len(people) - 1


def test_several_are_moved_by_keyboard_and_come_back(desktop: OpenPage, world: World) -> None:
    issues = [making.potato(by=world.rita, title=f"Potato {number}") for number in range(2)]
    for issue in issues:
        potatoes.catch(issue, by=world.carl)
    page, other = at_board(desktop(world.carl)), at_board(desktop(world.maya))
    for issue in issues:
        page.locator(f"#mini-{issue.pk}").focus()
        page.keyboard.press("x")
    expect(page.locator("#several")).to_contain_text("2 selected")
    page.locator("#several select").select_option("waiting")
    page.locator("#several").get_by_role("button", name="Move").press("Enter")
    page.locator("#asking").get_by_text("a date").click()
    page.locator("#asking #id_until").fill(page.evaluate(TOMORROW))
    page.locator("#asking #id_reason").fill("Parts come")
    page.locator("#asking").get_by_role("button", name="Let it wait").click()
    expect(page.locator("#outcome")).to_contain_text("2 potatoes moved to “Waiting”")
    for issue in issues:
        expect(other.locator(f"{cell(other, 'waiting')} #mini-{issue.pk}")).to_be_visible()
    page.locator("#outcome").get_by_role("button", name="Undo").click()
    expect(page.locator("#outcome")).to_contain_text("2 potatoes are back")
    for one in (page, other):
        expect(one.locator(f"{cell(one, 'caught')} .mini")).to_have_count(2)


TOMORROW = "new Date(Date.now() + 864e5 - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 16)"


def test_a_phone_selects_by_touch(phone: OpenPage, world: World) -> None:
    issue = making.potato(by=world.rita)
    page = at_board(phone(world.carl))
    page.get_by_role("button", name="Select", exact=True).click()
    page.get_by_label(f"Select {issue.key}").check()
    page.locator("#several").get_by_role("button", name="Move").click()
    expect(page.locator("#asking")).to_contain_text("a catch is a promise")
    page.locator("#asking").get_by_role("button", name="Move to “Caught”").click()
    expect(page.locator("#outcome")).to_contain_text("1 potato moved to “Caught”")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_title_flags_a_column_folds_and_a_limit_warns_live(desktop: OpenPage, world: World) -> None:
    boards.set_column_limits(world.company, by=world.maya, limits={Status.FLAGGED: 1})
    page, other = at_board(desktop(world.carl)), at_board(desktop(world.maya))
    for title in ("Lift stands still", "Door stays shut"):
        page.locator("[data-quick] [name=title]").fill(title)
        page.keyboard.press("Enter")
        expect(page.locator(f"{cell(page, 'flagged')} .mini", has_text=title)).to_be_visible()
        expect(other.locator(f"{cell(other, 'flagged')} .mini", has_text=title)).to_be_visible()
    expect(other.locator("[data-wips=flagged]")).to_contain_text("at most 1")
    with page.expect_response("**/board/fold/"):
        page.get_by_role("button", name="Column Waiting").click()
    expect(page.locator('[data-column="waiting"]')).to_have_class("board__head is-folded")
    page.reload()
    expect(page.get_by_role("button", name="Column Waiting")).to_have_attribute("aria-expanded", "false")


def test_the_wall_sees_what_happens_and_waits_out_a_lost_connection(desktop: OpenPage, world: World) -> None:
    wall = desktop(world.maya)
    wall.goto("/board/wall/")
    expect(wall.locator("html")).to_have_attribute("data-live", "up")
    issue = making.potato(by=world.rita, title="Lift stands still")
    expect(wall.locator(f"{cell(wall, 'flagged')} #mini-{issue.pk}")).to_be_visible()
    wall.context.set_offline(True)
    wall.evaluate("document.dispatchEvent(new CustomEvent('live', {detail: 'down'}))")
    expect(wall.locator("[data-wall-lost]")).to_contain_text("Connection lost")
    potatoes.catch(issue, by=world.carl)
    wall.context.set_offline(False)
    wall.evaluate("document.dispatchEvent(new CustomEvent('live', {detail: 'up'}))")
    expect(wall.locator("[data-wall-lost]")).to_be_hidden()
    expect(wall.locator(f"{cell(wall, 'caught')} #mini-{issue.pk}")).to_be_visible()
    wall.keyboard.press("Escape")
    wall.wait_for_url("**/board/")
