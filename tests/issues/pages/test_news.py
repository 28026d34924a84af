"""News to the customer, and the links that customers hold, from the potato's page."""

from __future__ import annotations

import pytest

from issues.actions import contacts
from issues.models import Contact, CustomerLink, CustomerUpdate, Issue
from people.models import Person
from tests.issues.pages.conftest import At

pytestmark = pytest.mark.django_db


@pytest.fixture
def helene(caught: Issue, rita: Person) -> Contact:
    """Of Aldera's accounting."""
    assert caught.customer is not None
    return contacts.add_contact(caught.customer, by=rita, name="Hélène", email="helene@aldera.example", language="fr")


def test_the_holder_tells_the_customer(at: At, caught: Issue, carl: Person) -> None:
    assert at(carl).tap("news", body="We found it.", next_news_at="").status_code == 200
    assert "We found it." in at(carl).see()
    assert "We found it." in at(carl).see("?tab=news")


def test_news_is_shown_as_text_and_never_as_html(at: At, caught: Issue, carl: Person) -> None:
    at(carl).do("news", body="<script>alert(1)</script> [x](javascript:alert(2))")
    page = at(carl).see()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "said",
    [{"body": ""}, {"body": "x" * 50_000}, {"body": "ok", "next_news_at": "2001-01-01T10:00"}, {"body": "a\x00"}],
)
def test_bad_news_is_refused_and_kept(at: At, caught: Issue, carl: Person, said: dict[str, str]) -> None:
    assert at(carl).do("news", **said).status_code == 422
    assert not CustomerUpdate.objects.exists()


def test_nobody_but_holder_and_moderator_tells_the_customer(at: At, caught: Issue, ines: Person) -> None:
    assert at(ines).do("news", body="Hello").status_code == 403
    assert f"/issues/{caught.pk}/news/" not in at(ines).see()


def test_news_starts_with_the_catch(at: At, potato: Issue, maya: Person) -> None:
    answer = at(maya).do("news", body="We look at it")
    assert answer.status_code == 409
    assert "We look at it" in answer.content.decode()


def test_a_link_is_shown_this_once_and_can_be_closed(at: At, caught: Issue, helene: Contact, carl: Person) -> None:
    shown = at(carl).tap("links", contact=helene.pk).content.decode()
    assert "/s/" in shown
    page = at(carl).see()
    assert "/s/" not in page
    assert "Hélène" in page
    link = CustomerLink.objects.get()
    assert at(carl).tap(f"/links/{link.pk}/revoke/").status_code == 200
    assert CustomerLink.objects.get().revoked_at is not None


def test_links_are_not_for_everybody(at: At, caught: Issue, helene: Contact, carl: Person, ines: Person) -> None:
    assert at(ines).do("links", contact=helene.pk).status_code == 403
    assert at(carl).do("links", contact=helene.pk + 1000).status_code == 422
    at(carl).do("links", contact=helene.pk)
    assert at(ines).do(f"/links/{CustomerLink.objects.get().pk}/revoke/").status_code == 403
    assert CustomerLink.objects.get().revoked_at is None
