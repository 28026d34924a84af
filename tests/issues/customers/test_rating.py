"""How content the customer is: asked once, when it is closed, seen on the potato."""

from __future__ import annotations

import re

import pytest

from issues.actions import contacts, customers, resolving
from issues.lifecycle import Status
from issues.models import Contact, Customer, Issue, Satisfaction
from people.models import Person
from tests.cast import ClientOf
from tests.issues.customers.conftest import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(held: Issue, helen: Contact, carl: Person) -> str:
    """The customer's page of a resolved potato."""
    customers.publish_news(held, by=carl, body="Gone.")
    resolving.resolve(held, by=carl, effort="XS")
    _link, url = customers.issue_link(held, by=carl, contact=helen)
    return "/s/" + url.split("/s/")[1]


def test_it_is_asked_once_it_is_over_and_only_once(path: str, held: Issue, carl: Person, client_of: ClientOf) -> None:
    client = visitor()
    assert "rate/" not in client.get(path).content.decode()
    closed = client.post(f"{path}answer/", {"say": "solved"}, follow=True).content.decode()
    assert f"{path}rate/" in closed
    after = client.post(f"{path}rate/", {"score": "4", "word": "Quick at last"}, follow=True).content.decode()
    assert "rate/" not in after
    client.post(f"{path}rate/", {"score": "1"})
    assert list(Satisfaction.objects.values_list("score", "word")) == [(4, "Quick at last")]
    page = client_of(carl).get(held.get_absolute_url()).content.decode()
    assert "4 of 5" in page
    assert "Quick at last" in page


def test_a_word_alone_or_another_number_is_refused_and_kept(path: str, held: Issue) -> None:
    client = visitor()
    client.post(f"{path}answer/", {"say": "solved"})
    for said in ({"word": "Fine"}, {"word": "Fine", "score": "6"}, {"word": "Fine", "score": "²"}):
        answer = client.post(f"{path}rate/", said)
        assert answer.status_code == 422
        assert 'value="Fine"' in answer.content.decode()
    assert client.post(f"{path}rate/", {"score": "5", "word": "x" * 300}).status_code == 422
    assert not Satisfaction.objects.exists()


def test_it_is_not_asked_before(path: str, held: Issue) -> None:
    assert visitor().post(f"{path}rate/", {"score": "5"}).status_code == 409
    assert Issue.objects.get(pk=held.pk).status == Status.RESOLVED


def test_a_message_of_a_megabyte_is_refused_in_a_sentence_and_comes_back_whole(path: str) -> None:
    body = "long " * 210_000
    answer = visitor().post(f"{path}answer/", {"say": "message", "body": body})
    assert answer.status_code == 422
    assert body.strip() in answer.content.decode()


def test_insights_show_the_scores_from_five_on_and_nobodys_name(
    held: Issue, carl: Person, aldera: Customer, client_of: ClientOf
) -> None:
    page = client_of(carl).get("/insights/").content.decode()
    assert "Fewer than five answers" in page
    customers.publish_news(held, by=carl, body="Gone.")
    resolving.resolve(held, by=carl, effort="XS")
    for number, score in enumerate((5, 5, 4, 5, 1)):
        contact = contacts.add_contact(aldera, by=carl, name=f"Person {number}", email=f"p{number}@aldera.example")
        link, _url = customers.issue_link(held, by=carl, contact=contact)
        customers.confirm_solved(link)
        customers.rate(link, score=score, word="a word")
    page = client_of(carl).get("/insights/").content.decode().split('id="h-content"')[1].split("</section>")[0]
    assert [int(number) for number in re.findall(r'<td class="n">(\d)</td>', page)] == [3, 1, 0, 0, 1]
    assert "Person" not in page
    assert "a word" not in page
    table = client_of(carl).get("/insights/figures.csv").content.decode()
    assert "content,5,count,3" in table
