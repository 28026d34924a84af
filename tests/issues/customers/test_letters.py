"""News by mail: who gets it, in which language, by which link, and that nobody hears twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.lib.errors import Refused
from issues.actions import contacts, customers, joining
from issues.actions.letters import OLD_LASTS
from issues.models import Contact, Customer, CustomerLetter, CustomerLink, Issue
from people.models import Person
from tests import world as making
from tests.issues.customers.conftest import html_of, letters_to, path_in, visitor

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_news_comes_by_mail_in_text_and_html_with_a_link_that_opens_the_page(
    held: Issue, helen: Contact, carl: Person
) -> None:
    customers.publish_news(held, by=carl, body="The **second** copies are cancelled.")
    run_due()
    [letter] = letters_to(helen)
    assert held.key in letter.subject
    assert "The second copies are cancelled." in str(letter.body)
    assert "<strong>second</strong>" in html_of(letter)
    assert path_in(letter) in html_of(letter)
    page = visitor().get(path_in(letter))
    assert page.status_code == 200
    assert "<strong>second</strong> copies are cancelled." in page.content.decode()


def test_each_contact_is_written_to_in_his_language(held: Issue, helen: Contact, marc: Contact, carl: Person) -> None:
    customers.publish_news(held, by=carl, body="Done.")
    run_due()
    assert 'lang="en"' in html_of(letters_to(helen)[0])
    assert 'lang="fr"' in html_of(letters_to(marc)[0])
    assert 'lang="fr"' in visitor().get(path_in(letters_to(marc)[0])).content.decode()


def test_no_token_is_stored_and_a_letter_tried_again_is_the_same_letter(
    held: Issue, helen: Contact, carl: Person
) -> None:
    customers.publish_news(held, by=carl, body="Done.")
    run_due()
    CustomerLetter.objects.update(sent_at=None)
    kept = str(list(CustomerLink.objects.values())) + str(list(CustomerLetter.objects.values()))
    assert path_in(letters_to(helen)[0]).split("/")[2] not in kept
    customers.publish_news(held, by=carl, body="Done, really.")
    run_due()
    first, second = letters_to(helen)
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    assert path_in(first) != path_in(second)


def test_the_link_of_an_older_mail_ends_within_a_week_and_a_handed_out_one_stays(
    held: Issue, helen: Contact, carl: Person
) -> None:
    _link, handed = customers.issue_link(held, by=carl, contact=helen)
    customers.publish_news(held, by=carl, body="First.")
    run_due()
    customers.publish_news(held, by=carl, body="Second.")
    run_due()
    old, new = (path_in(letter) for letter in letters_to(helen))
    assert [visitor().get(path).status_code for path in (old, new)] == [200, 200]
    with at(timezone.now() + OLD_LASTS + DAY):
        answers = [visitor().get(path).status_code for path in (old, new, "/s/" + handed.split("/s/")[1])]
    assert answers == [404, 200, 200]


def test_nobody_is_mailed_who_does_not_want_it_or_was_removed_or_left_out(
    held: Issue, helen: Contact, marc: Contact, carl: Person
) -> None:
    contacts.edit_contact(marc, by=carl, by_mail=False)
    customers.publish_news(held, by=carl, body="One.")
    contacts.remove_contact(helen, by=carl)
    customers.publish_news(held, by=carl, body="Two.", to=[])
    run_due()
    assert mail.outbox == []
    with pytest.raises(Refused):
        customers.publish_news(held, by=carl, body="Three.", to=[helen])


def test_one_mailbox_at_two_customers_hears_once(held: Issue, helen: Contact, carl: Person, rita: Person) -> None:
    other = making.customer("Aldera Retail", by=rita)
    contacts.add_contact(other, by=rita, name="Helen at retail", email="HELEN@aldera.example", language="fr")
    joining.join(held, by=rita, customer=other)
    customers.publish_news(held, by=carl, body="Done.")
    run_due()
    assert [letter.to for letter in mail.outbox] == [["helen@aldera.example"]]


def test_every_customer_who_was_joined_hears_and_none_of_another_potato(
    held: Issue, helen: Contact, carl: Person, rita: Person
) -> None:
    other, stranger = making.customer("Borea", by=rita), making.customer("Cerva", by=rita)
    bob = contacts.add_contact(other, by=rita, name="Bob", email="bob@borea.example")
    contacts.add_contact(stranger, by=rita, name="Cid", email="cid@cerva.example")
    joining.join(held, by=rita, customer=other)
    customers.publish_news(held, by=carl, body="Done.")
    run_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == [bob.email, helen.email]
    assert "Aldera" not in html_of(letters_to(bob)[0])
    assert "Aldera" not in visitor().get(path_in(letters_to(bob)[0])).content.decode()


def test_a_letter_is_left_whose_link_was_closed_before_it_went(held: Issue, helen: Contact, carl: Person) -> None:
    customers.publish_news(held, by=carl, body="Oops.")
    customers.revoke_link(CustomerLink.objects.get(), by=carl)
    run_due()
    assert mail.outbox == []


def test_news_links_to_no_colleague_and_to_no_tag(held: Issue, helen: Contact, carl: Person) -> None:
    news = customers.publish_news(held, by=carl, body="Ask @carl about #invoices.")
    assert "<a" not in news.body_html
    assert "@carl" in news.body_html


def test_a_customer_with_nobody_to_write_to_is_told_on_the_page_alone(
    held: Issue, aldera: Customer, carl: Person
) -> None:
    customers.publish_news(held, by=carl, body="Done.")
    run_due()
    assert mail.outbox == []
