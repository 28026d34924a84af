"""What live.js does with a page, in a real browser on the real socket."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import Page, expect

from esn.live import streams
from esn.live.frames import RenderedFrame
from esn.live.publisher import bump
from people.models import Person
from tests.live import served
from tests.live.stage import allow

pytestmark = pytest.mark.browser

ADDRESS = "/static/css/tokens.css"
PAGE = """<!doctype html><html lang="en"><head><title>Stage</title>
<meta http-equiv="Content-Security-Policy" content="{policy}"></head><body data-me="{me}"><main>
<button type="button" hidden data-live-pill data-label-one="%s new" data-label-many="%s new"><span></span></button>
<section id="stream" data-live="{live}"{more}>{items}</section>{rest}</main>
<script type="module" src="/static/js/live.js"></script></body></html>"""


class Stage:
    """A page in the origin of the site that shows one stream; its rows are what `rows` holds when it is asked for."""

    def __init__(self, page: Page, person: Person, name: str) -> None:
        self.page, self.person, self.name = page, person, name
        self.key = f"t:{name}"
        self.shown = self.key
        self.rows: list[str] = []
        self.rest = ""
        page.goto(ADDRESS)
        page.route(f"**{ADDRESS}", lambda route: route.fulfill(body=self.html(), content_type="text/html"))

    def html(self) -> str:
        region = streams.region(self.person.pk, self.shown)
        live = ",".join(f"{name}={region.cursors.get(name, 0)}" for name in region.names)
        held = ",".join(f"{key}={seq}" for key, seq in region.cursors.items() if seq)
        directives = dict(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
        del directives["frame-ancestors"]
        return PAGE.format(
            policy="; ".join(" ".join([name, *values]) for name, values in directives.items()),
            me=self.person.pk,
            live=live,
            more=f' data-live-at="{held}"',
            items="".join(self.rows),
            rest=self.rest,
        )

    def open(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        html = self.html()
        meanwhile()
        self.page.set_content(html)
        expect(self.page.locator("html")).to_have_attribute("data-live", "up")

    def say(self, op: str, dom_id: str, html: str = "", **more: Any) -> None:
        fields = {"stream": self.key, "html": {"en": html, "fr": html.replace("potato", "patate")}, **more}
        with transaction.atomic():
            bump([RenderedFrame(op=op, id=dom_id, **fields)])

    def texts(self) -> list[str]:
        return self.page.locator("#stream > *").all_inner_texts()

    def item(self, dom_id: str) -> Any:
        return self.page.locator(f"#{dom_id}")


def article(dom_id: str, text: str, attributes: str = "") -> str:
    return f'<article id="{dom_id}" {attributes}>{text}</article>'


@pytest.fixture
def person(commits: None, site: str, someone: Callable[..., Person], name: str) -> Person:
    reader = someone(name="Rita")
    allow(reader, name)
    assert served.mine(reader.pk) == [f"t:{name}"]
    return reader


@pytest.fixture
def stage(desktop: Callable[..., Page], person: Person, name: str) -> Stage:
    return Stage(desktop(person), person, name)


def test_what_is_added_changed_and_deleted_shows_without_a_reload(stage: Stage) -> None:
    stage.rows = [article("a", "first potato")]
    stage.open()
    stage.say("add", "b", article("b", "second potato"))
    expect(stage.item("b")).to_have_class("card--changed")
    stage.say("put", "a", article("a", "first potato, caught"))
    stage.say("put", "elsewhere", article("elsewhere", "not on this page"))
    stage.say("del", "b")
    expect(stage.item("b")).to_have_count(0)
    assert stage.texts() == ["first potato, caught"]


def test_mine_is_marked_on_the_page_and_on_arrival(stage: Stage) -> None:
    me = stage.person.pk
    stage.rows = [article("a", "mine", f'data-owner="{me}"'), article("b", "hers", 'data-owner="0"')]
    stage.open()
    stage.say("add", "c", article("c", "my post"), author=me)
    expect(stage.page.locator(".is-mine")).to_have_count(2)
    expect(stage.item("b")).not_to_have_class("is-mine")


def test_what_was_said_between_the_page_and_the_socket_is_not_missed(stage: Stage) -> None:
    stage.shown = "mine"
    stage.say("add", "a", article("a", "before the page"))
    stage.rows = [article("a", "before the page")]
    stage.open(meanwhile=lambda: stage.say("add", "b", article("b", "meanwhile")))
    expect(stage.item("b")).to_have_text("meanwhile")


def test_new_ones_wait_behind_the_pill_while_one_reads_further_down(stage: Stage) -> None:
    stage.rest = "<p>line</p>" * 200
    stage.open()
    stage.page.evaluate("scrollTo(0, 600)")
    stage.page.wait_for_function("scrollY === 600")
    where = "document.querySelector('p:nth-of-type(40)').getBoundingClientRect().top"
    line = stage.page.evaluate(where)
    for dom_id in "abc":
        stage.say("add", dom_id, article(dom_id, f"potato {dom_id}"))
    pill = stage.page.locator("[data-live-pill]")
    expect(pill).to_have_text("3 new")
    stage.say("del", "c")
    stage.say("put", "b", article("b", "potato b, caught"))
    expect(pill).to_have_text("2 new")
    assert stage.page.evaluate(where) == line
    assert stage.texts() == []
    stage.page.evaluate("document.querySelector('[data-live-pill]').click()")
    expect(pill).to_be_hidden()
    assert stage.texts() == ["potato b, caught", "potato a"]


def test_what_has_the_focus_is_changed_only_after_it(stage: Stage) -> None:
    stage.rows = [article("a", '<input id="answer">')]
    stage.rest = '<button id="away">away</button>'
    stage.open()
    stage.page.fill("#answer", "half a sentence")
    stage.say("put", "a", article("a", "older"))
    stage.say("put", "a", article("a", "newest"))
    stage.say("add", "b", article("b", "came after"))
    expect(stage.item("b")).to_have_text("came after")
    assert stage.page.input_value("#answer") == "half a sentence"
    stage.page.focus("#away")
    expect(stage.item("a")).to_have_text("newest")


def test_a_revocation_empties_the_region_and_a_stale_one_is_fetched_anew(stage: Stage) -> None:
    stage.rows = [article("a", "old row")]
    stage.open()
    with transaction.atomic():
        bump([RenderedFrame(stage.key, "add", f"x{number}") for number in range(205)])
    stage.rows = [article("b", "new row")]
    stage.page.context.set_offline(True)
    stage.page.evaluate("dispatchEvent(new Event('pagehide'))")
    with transaction.atomic():
        bump([RenderedFrame(stage.key, "put", f"y{number}") for number in range(205)])
    stage.page.context.set_offline(False)
    stage.page.evaluate("dispatchEvent(new Event('online'))")
    expect(stage.item("b")).to_have_text("new row")
    expect(stage.item("a")).to_have_count(0)
    stage.say("rev", "", reader=stage.person.pk)
    expect(stage.item("b")).to_have_count(0)


def test_what_names_its_readers_shows_to_them_alone(stage: Stage) -> None:
    me = stage.person.pk
    stage.open()
    stage.say("add", "a", f'<div id="a"><b data-only="{me}" hidden>yours</b><b data-but="{me}">not yours</b></div>')
    stage.say("add", "b", f'<div id="b"><b data-only="{me}1" hidden>his</b><b data-but="{me}1">not his</b></div>')
    expect(stage.item("b")).to_have_text("not his", use_inner_text=True)
    expect(stage.item("a")).to_have_text("yours", use_inner_text=True)


def test_what_is_kept_outlives_the_card(stage: Stage) -> None:
    stage.rows = [article("a", '<i data-keep="follow">Following</i>')]
    stage.open()
    stage.say("put", "a", article("a", 'changed <i data-keep="follow">Follow</i>'))
    expect(stage.item("a")).to_have_text("changed Following")


def test_a_card_of_the_board_goes_into_the_column_of_its_status(stage: Stage) -> None:
    card = article("mini-1", "potato", 'data-status="{}"')
    columns = ['<div class="cell" data-status="{}">{}</div>'.format(*column) for column in
               [("flagged", card.format("flagged")), ("caught", "")]]  # fmt: skip
    stage.rows = columns
    stage.open()
    stage.say("put", "mini-1", card.format("caught"))
    expect(stage.page.locator(".cell[data-status=caught] #mini-1")).to_have_count(1)
    expect(stage.page.locator(".cell[data-status=flagged] #mini-1")).to_have_count(0)
    stage.say("put", "mini-2", article("mini-2", "another", 'data-status="flagged"'))
    expect(stage.page.locator(".cell[data-status=flagged] #mini-2")).to_have_count(1)


def test_a_count_is_told_to_whoever_shows_it(stage: Stage) -> None:
    stage.open()
    stage.page.evaluate("document.addEventListener('unread', ({detail}) => { document.title = `(${detail})`; })")
    html = {"en": '<span id="unread" data-count="3">3</span>'}
    with transaction.atomic():
        bump([RenderedFrame(f"u:{stage.person.pk}", "put", "unread", html)])
    expect(stage.page).to_have_title("(3)")
