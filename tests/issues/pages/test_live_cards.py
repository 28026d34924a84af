"""Cards that change while one looks: acts without a request, heat that moves, a list that does not jump."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from issues import jobs
from issues.actions import handoffs, joining, potatoes
from issues.models import Issue
from issues.reading.offers import neutral
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.conftest import OpenPage


def _acts(page: Page, issue: Issue) -> list[str]:
    return page.locator(f"#issue-{issue.pk} .actions .label:visible").all_inner_texts()


@pytest.mark.browser
def test_a_changed_card_offers_each_reader_his_acts_without_a_request(
    desktop: OpenPage, potato: Issue, rita: Person, carl: Person, ines: Person
) -> None:
    joining.follow(potato, by=ines)
    pages = {person: desktop(person, language="en") for person in (rita, carl, ines)}
    asked: list[str] = []
    for page in pages.values():
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("data-live", "up")
        page.on("request", lambda request: asked.append(request.url))
    handoffs.offer(potato, by=potato.owner, to=carl)
    for page in pages.values():
        expect(page.locator(f"#issue-{potato.pk} .latest")).to_contain_text("Carl Brandt")
    assert _acts(pages[carl], potato)[:2] == ["Catch it", "Refuse"]
    assert "Catch" not in _acts(pages[rita], potato)
    assert _acts(pages[rita], potato)[0] == "Me too"
    assert pages[ines].locator(f"#issue-{potato.pk} [data-keep=follow] button").get_attribute("aria-pressed") == "true"
    assert [url for url in asked if "/static/" not in url] == []
    pages[carl].locator(f"#issue-{potato.pk}").get_by_role("button", name="Catch it").click()
    expect(pages[ines].locator(f"#issue-{potato.pk}")).to_have_attribute("data-owner", str(carl.pk))
    assert Issue.objects.get(pk=potato.pk).owner == carl


@pytest.mark.django_db
def test_what_a_card_offers_to_anybody_costs_no_query(
    potato: Issue, carl: Person, django_assert_max_num_queries: Callable[..., object]
) -> None:
    issue = Issue.objects.for_cards().get(pk=potato.pk)
    neutral(issue, None)  # a community's numbers are read anew every two seconds
    with django_assert_max_num_queries(1):  # type: ignore[attr-defined]
        acts = neutral(issue, None)
    assert [(act.url.rsplit("/", 2)[-2], act.but) for act in acts if act.kind == "primary"] == [
        ("catch", (potato.reporter_id,))
    ]


@pytest.mark.django_db
def test_the_home_page_lays_the_readers_acts_over_the_card_that_is_kept(
    potato: Issue, carl: Person, rita: Person, client_of: ClientOf
) -> None:
    for person in (carl, rita, carl):
        html = client_of(person).get("/").content.decode()
        assert (f"/issues/{potato.pk}/catch/" in html) is (person == carl)
        assert "data-but" not in html


@pytest.mark.browser
def test_a_heat_moves_wherever_it_stands(desktop: OpenPage, potato: Issue, carl: Person) -> None:
    home, board, own = desktop(carl), desktop(carl), desktop(carl)
    for page, url in ((home, "/"), (board, "/board/"), (own, potato.get_absolute_url())):
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("data-live", "up")
    Issue.objects.filter(pk=potato.pk).update(severity="critical", bounces=3)
    jobs.keep_warm()
    warm = Issue.objects.get(pk=potato.pk)
    assert warm.band != potato.band
    for page in (home, board, own):
        for badge in page.locator(f"[data-heat-of='{potato.pk}']").all():
            expect(badge.locator("b")).to_have_text(str(warm.heat))
            expect(badge).to_have_attribute("data-band", str(warm.band))
    expect(home.locator(".side [data-heat-of]").first).to_contain_text(str(warm.heat))
    expect(own.locator(".heatbig b")).to_have_text(str(warm.heat))


@pytest.mark.browser
def test_the_list_says_what_is_new_and_does_not_jump(
    desktop: OpenPage, potato: Issue, rita: Person, carl: Person
) -> None:
    page, held = desktop(carl), desktop(carl)
    page.goto("/issues/")
    held.goto("/issues/?owner=carl")
    for one in (page, held):
        expect(one.locator("html")).to_have_attribute("data-live", "up")
    fresh = making.potato(by=rita, title="Scanners down")
    expect(page.locator("[data-live-pill]")).to_have_text("1 new or changed")
    assert page.locator(f"#issue-{fresh.pk}").count() == 0
    potatoes.catch(potato, by=carl)
    expect(page.locator(f"#issue-{potato.pk}")).to_contain_text("You hold it")
    expect(held.locator("[data-live-pill]")).to_have_text("1 new or changed")
    page.locator("[data-live-pill]").click()
    expect(page.locator("#potatoes > article").first).to_contain_text("Scanners down")
    held.locator("[data-live-pill]").click()
    expect(held.locator(f"#issue-{potato.pk}")).to_be_visible()
    expect(held.locator("[data-live-empty]")).to_have_count(0)
