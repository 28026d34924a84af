"""Writing news: with words to begin with, a look at who gets it and how it looks, and the links beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from esn.activity.due import run_due
from feeds.models import Community
from issues import newswords
from issues.actions import customers, joining
from issues.models import Contact, CustomerLink, CustomerUpdate, Issue, NewsTemplate
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.issues.customers.conftest import letters_to, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_carls(held: Issue, carl: Person, client_of: ClientOf) -> Callable[..., str]:
    """Carl sends the composer; the page that answers."""

    def send(**said: object) -> str:
        return client_of(carl).post(f"/issues/{held.pk}/news/", said).content.decode()

    return send


def test_a_preview_shows_who_gets_it_and_how_it_looks_and_publishes_nothing(
    at_carls: Callable[..., str], held: Issue, helen: Contact, marc: Contact
) -> None:
    page = at_carls(step="preview", body="All is **well**.", to=[helen.pk, marc.pk])
    preview = page.split('id="news-preview"')[1]
    assert "Helen Shaw (Aldera Foods), Marc Petit (Aldera Foods)" in preview
    assert 'data-language="en"' in preview
    assert 'data-language="fr"' in preview
    assert "<strong>well</strong>" in preview
    assert held.key in preview
    assert ">All is **well**.</textarea>" in page.replace("\n", "")
    assert not CustomerUpdate.objects.exists()


def test_the_preview_says_what_would_be_refused(at_carls: Callable[..., str], helen: Contact) -> None:
    assert 'aria-invalid="true"' in at_carls(step="preview", body="  ")
    assert "already past" in at_carls(step="preview", body="Soon.", next_news_at="2001-01-01T10:00")


def test_everybody_reached_by_mail_is_ticked_and_who_is_unticked_gets_none(
    at_carls: Callable[..., str], held: Issue, helen: Contact, marc: Contact, carl: Person, client_of: ClientOf
) -> None:
    page = client_of(carl).get(f"/issues/{held.pk}/news/").content.decode()
    assert len(re.findall(r'<input type="checkbox" name="to"[^>]* checked', page)) == 2
    at_carls(body="Only for Marc.", to=[marc.pk])
    run_due()
    assert (len(letters_to(helen)), len(letters_to(marc))) == (0, 1)
    assert "Marc Petit" in client_of(carl).get(f"{held.get_absolute_url()}?tab=news").content.decode()


def test_a_template_is_put_under_what_was_typed_and_nothing_is_lost(at_carls: Callable[..., str]) -> None:
    page = at_carls(step="begin", body="Dear all,", template="first-en", next_news_at="2030-01-01T10:00")
    assert "Dear all,\n\nCarl has taken this on" in page
    assert "2030-01-01T10:00" in page
    assert "errors" not in page.split("<form")[-1]
    assert "Dear all," in at_carls(step="begin", body="Dear all,", template="nonsense")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_are_words_for_every_stage_in_both_languages(language: str) -> None:
    words = newswords.defaults(language)
    assert len(words) == 5
    assert all(words.values())
    with override(language):
        assert newswords.defaults(language) == words


def test_a_moderator_gives_the_community_words_of_its_own(
    held: Issue, company: Community, maya: Person, carl: Person, client_of: ClientOf
) -> None:
    address = "/c/company/news/"
    page = client_of(maya).get(address).content.decode()
    assert "has taken this on" in page
    assert f'href="{address}"' in client_of(maya).get("/c/company/").content.decode()
    said = {"first-en": "We are {holder} and friends.", "first-fr": "Nous sommes {holder}."}
    assert client_of(maya).post(address, said).status_code == 302
    assert newswords.begin(held, "first-en") == "We are Carl and friends."
    assert newswords.begin(held, "first-fr") == "Nous sommes Carl."
    assert "has taken" in newswords.defaults("en")["first"]
    assert client_of(carl).post(address, said).status_code == 404
    assert client_of(maya).post(address, {"first-en": "x" * 5000}).status_code == 422
    client_of(maya).post(address, {})
    assert not NewsTemplate.objects.exists()


def test_who_writes_to_several_customers_is_warned_to_name_none(
    held: Issue, carl: Person, rita: Person, client_of: ClientOf
) -> None:
    joining.join(held, by=rita, customer=making.customer("Borea", by=rita))
    page = client_of(carl).get(f"/issues/{held.pk}/news/").content.decode()
    assert "Aldera Foods, Borea" in page


def row_of(link: CustomerLink, client: Client) -> str:
    """The link's line in the list of links, without the space around its words."""
    page = client.get(f"/issues/{link.issue_id}/links/").content.decode()
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), page.split(f'id="link-{link.pk}"')[1].split("</tr>")[0])


def test_links_are_listed_with_their_last_use_and_rotated(
    held: Issue, helen: Contact, carl: Person, ines: Person, client_of: ClientOf
) -> None:
    link, url = customers.issue_link(held, by=carl, contact=helen)
    path = "/s/" + url.split("/s/")[1]
    assert ">never<" in row_of(link, client_of(carl))
    visitor().get(path)
    assert ">never<" not in row_of(link, client_of(carl))
    assert client_of(ines).post(f"/links/{link.pk}/rotate/").status_code == 403
    assert f"/links/{link.pk}/rotate/" in client_of(carl).get(held.get_absolute_url()).content.decode()
    shown = client_of(carl).post(f"/links/{link.pk}/rotate/").content.decode()
    fresh = "/s/" + shown.split("/s/")[1].split('"')[0]
    assert visitor().get(path).status_code == 404
    assert visitor().get(fresh).status_code == 200
    assert client_of(carl).post(f"/links/{link.pk}/rotate/").status_code == 409
    assert "closed" in row_of(link, client_of(carl))
    assert 'id="link-' not in client_of(ines).get(f"/issues/{held.pk}/links/").content.decode()
    assert CustomerLink.objects.usable(link.created).count() == 1
