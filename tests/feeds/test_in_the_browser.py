"""Feeds in two browsers at once: what one says, the other sees without reloading."""

from __future__ import annotations

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from feeds.actions import communities, posts
from tests.conftest import OpenPage
from tests.feeds.conftest import many_posts
from tests.world import World, make_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(site: str) -> World:
    return make_company()


def at(page: Page, address: str) -> Page:
    """The page there, with its socket up."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    return page


def test_carl_sees_ritas_post_her_comment_and_her_reaction_come(cast: World, desktop: OpenPage) -> None:
    rita, carl = at(desktop(cast.rita), "/"), at(desktop(cast.carl), "/")
    rita.get_by_placeholder("What is going on?").fill("Aldera is **happy**")
    rita.get_by_role("button", name="Post", exact=True).click()
    expect(rita.locator("article.card")).to_have_count(1)
    card = carl.locator("article.card")
    expect(card).to_contain_text("Aldera is happy")
    card.get_by_role("button", name="Like").click()
    expect(card.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")
    hers = rita.locator("article.card").get_by_role("button", name="Like")
    expect(hers).to_contain_text("1")
    expect(hers).to_have_attribute("aria-pressed", "false")
    rita.locator("article.card").get_by_role("link", name="Comment").click()
    rita.get_by_placeholder("Write a comment").fill("Really")
    rita.get_by_role("button", name="Send").click()
    expect(rita.locator("#thread")).to_contain_text("Really")
    expect(card.get_by_role("link", name="Comment")).to_contain_text("1")
    expect(card.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")


def test_one_answers_an_answer_and_the_other_sees_it_there(cast: World, desktop: OpenPage) -> None:
    post = posts.publish(by=cast.rita, community=cast.sales, body="Which form?", kind="question")
    comment = posts.comment(post, by=cast.carl, body="The blue one")
    rita, carl = at(desktop(cast.rita), f"/posts/{post.pk}/"), at(desktop(cast.carl), f"/posts/{post.pk}/")
    rita.get_by_role("link", name="Reply").click()
    rita.get_by_placeholder("Reply to Carl").fill("Sure?")
    rita.get_by_role("button", name="Reply", exact=True).click()
    expect(carl.locator(f"#comment-{comment.pk}")).to_contain_text("Sure?")
    expect(rita.locator(f"#comment-{comment.pk}")).to_contain_text("Sure?")
    expect(rita.get_by_placeholder("Reply to Carl")).to_have_count(0)


def test_who_reads_further_down_is_told_how_many_are_new(cast: World, desktop: OpenPage) -> None:
    many_posts(15, by=cast.carl, community=cast.sales)
    page = at(desktop(cast.rita), "/")
    page.mouse.wheel(0, 1500)
    expect(page.get_by_text("Post 14", exact=True)).not_to_be_in_viewport()
    for number in range(3):
        posts.publish(by=cast.carl, community=cast.sales, body=f"News {number}")
    pill = page.get_by_role("button", name="3 new")
    expect(pill).to_be_visible()
    assert page.get_by_text("News 2").count() == 0
    pill.click()
    expect(page.get_by_text("News 2")).to_be_in_viewport()


def test_a_post_is_deleted_from_its_menu_and_brought_back(cast: World, phone: OpenPage) -> None:
    posts.publish(by=cast.rita, community=cast.sales, body="Too early")
    page = at(phone(cast.rita), "/")
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Too early")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Too early")).to_be_visible()


def test_whoever_is_removed_while_looking_sees_nothing_any_more(cast: World, desktop: OpenPage) -> None:
    posts.publish(by=cast.maya, community=cast.lab, body="Formula X")
    page = at(desktop(cast.ines), "/c/lab/")
    expect(page.get_by_text("Formula X")).to_be_visible()
    communities.remove_member(cast.lab, by=cast.maya, person=cast.ines)
    expect(page.get_by_text("Formula X")).to_have_count(0)
    expect(page.get_by_text("Vous ne le voyez plus.")).to_be_visible()


def test_what_was_typed_wrongly_stays_in_the_composer_with_the_reason(cast: World, desktop: OpenPage) -> None:
    page = at(desktop(cast.rita), "/")
    page.get_by_placeholder("What is going on?").fill("Bravo to everybody")
    page.get_by_text("Praise", exact=True).click()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("Say whom you praise")).to_be_visible()
    expect(page.get_by_placeholder("What is going on?")).to_have_value("Bravo to everybody")
    page.get_by_placeholder("What is going on?").fill("Bravo to @carl")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("#feed article.card")).to_contain_text("praises Carl Brandt")


def test_the_place_in_the_stream_is_kept_on_going_back(cast: World, desktop: OpenPage) -> None:
    many_posts(45, by=cast.carl, community=cast.sales)
    page = at(desktop(cast.rita), "/")
    far = page.get_by_text("Post 15", exact=True)
    for _ in range(12):
        page.mouse.wheel(0, 1200)
        page.wait_for_load_state("networkidle")
    far.scroll_into_view_if_needed()
    page.locator("article.card", has=far).get_by_role("link", name="Comment").click()
    expect(page.get_by_placeholder("Write a comment")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Post 15", exact=True)).to_be_in_viewport()


def test_a_refused_composer_shows_the_file_that_it_kept_and_is_empty_once_it_is_sent(
    desktop: OpenPage, cast: World
) -> None:
    page = desktop(cast.carl, language="en")
    page.goto("/c/sales/")
    form = page.locator("[data-composer]").first
    number = form.locator("[name=client_uuid]").input_value()
    form.locator("textarea").fill("   ")
    paper: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"two orders"}
    form.locator("input[type=file]").set_input_files([paper])
    form.locator("[type=submit]").click()
    expect(page.get_by_role("checkbox", name="notes.txt")).to_be_checked()
    assert Axe().run(page).response["violations"] == []
    form.locator("textarea").fill("Two orders, one truck")
    form.locator("[type=submit]").click()
    expect(page.locator("#feed article").first).to_contain_text("notes.txt")
    expect(page.locator("[data-held]")).to_have_count(0)
    assert form.locator("[name=client_uuid]").input_value() != number


def test_a_refused_flag_keeps_its_photo(phone: OpenPage, cast: World) -> None:
    page = phone(cast.rita, language="en")
    page.goto("/issues/new/")
    image = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(image, "PNG")
    photo: FilePayload = {"name": "dock.png", "mimeType": "image/png", "buffer": image.getvalue()}
    page.locator("#id_photo").set_input_files([photo])
    page.locator("#flag [type=submit]").click()
    expect(page.get_by_role("checkbox", name="dock.png")).to_be_checked()
    assert Axe().run(page).response["violations"] == []
    page.locator("#id_title").fill("Scanners are down")
    page.locator("#flag [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Scanners are down")
    expect(page.locator("main img[src^='/files/']")).to_be_visible()
