"""The site answers on a real port, in a real browser."""

from playwright.sync_api import Page


def test_the_site_answers_in_a_browser(page: Page) -> None:
    answer = page.goto("/health/live")
    assert answer is not None
    assert answer.status == 200


def test_a_stranger_is_sent_to_the_login(page: Page) -> None:
    answer = page.goto("/people/")
    assert answer is not None
    assert "/login/" in page.url
