"""Several customers and hunters on one potato, by "mine too" and by merging; both can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from api.actions import create_token
from esn.activity.clock import at
from esn.activity.due import run_due
from esn.lib.errors import Conflict, Forbidden
from issues.actions import contacts, customers, joining, merging, potatoes
from issues.models import Contact, Hunter, Issue
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.issues.customers.conftest import letters_to, path_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def twin(rita: Person, helen: Contact, carl: Person) -> Issue:
    """The same problem, flagged again for the same customer, and held by Carl."""
    twin = making.potato(by=rita, title="Invoices sent twice", customer=helen.customer)
    return potatoes.catch(twin, by=carl)


def test_what_is_on_the_stove_shows_while_one_types_and_mine_too_takes_the_customer_along(
    potato: Issue, carl: Person, client_of: ClientOf
) -> None:
    client = client_of(carl)
    found = client.get("/issues/similar/", {"title": "invoices go out twice", "customer": "Borea"}).content.decode()
    assert f"/issues/{potato.pk}/join/" in found
    assert "Borea" in found
    client.post(f"/issues/{potato.pk}/join/", {"customer": "Borea"})
    page = client.get(potato.get_absolute_url()).content.decode()
    assert "for Borea" in page
    assert "for Aldera Foods" in page
    assert "2 customers hit" in page


def test_whoever_said_mine_too_takes_it_back_and_nobody_else_does(
    held: Issue, world: World, client_of: ClientOf
) -> None:
    borea = making.customer("Borea", by=world.carl)
    joining.join(held, by=world.ines, customer=borea)
    mine = Hunter.objects.get(person=world.ines)
    address = f"/issues/{held.pk}/leave/{mine.pk}/"
    assert address in client_of(world.ines).get(held.get_absolute_url()).content.decode()
    assert address not in client_of(world.carl).get(held.get_absolute_url()).content.decode()
    assert client_of(world.carl).post(address).status_code == 403
    client_of(world.ines).post(address)
    assert not Hunter.objects.filter(pk=mine.pk).exists()
    assert Issue.objects.get(pk=held.pk).customer_count == 1


def test_the_flag_itself_is_not_taken_back(potato: Issue, rita: Person) -> None:
    with pytest.raises(Conflict):
        joining.leave(Hunter.objects.get(), by=rita)


def test_with_the_last_mine_too_the_customer_and_the_promise_go(world: World) -> None:
    issue = making.potato(by=world.rita, title="Nobody's")
    potatoes.catch(issue, by=world.carl)
    borea = making.customer("Borea", by=world.carl)
    bob = contacts.add_contact(borea, by=world.carl, name="Bob", email="bob@borea.example")
    joining.join(issue, by=world.ines, customer=borea)
    assert Issue.objects.get(pk=issue.pk).next_news_due_at
    _link, url = customers.issue_link(issue, by=world.carl, contact=bob)
    joining.leave(Hunter.objects.get(person=world.ines), by=world.ines)
    after = Issue.objects.get(pk=issue.pk)
    assert (after.customer, after.customer_count, after.next_news_due_at) == (None, 0, None)
    assert visitor().get("/s/" + url.split("/s/")[1]).status_code == 404


def test_a_contact_of_two_merged_potatoes_hears_once_and_both_links_lead_to_the_same_news(
    held: Issue, twin: Issue, helen: Contact, carl: Person
) -> None:
    _one, first = customers.issue_link(held, by=carl, contact=helen)
    _two, second = customers.issue_link(twin, by=carl, contact=helen)
    customers.publish_news(twin, by=carl, body="Told before the merge.", to=[])
    merging.merge(twin, by=carl, into=held)
    customers.publish_news(held, by=carl, body="It is over.")
    run_due()
    assert len(mail.outbox) == 1
    for url in (first, second, path_in(letters_to(helen)[0])):
        page = visitor().get("/s/" + url.split("/s/")[1]).content.decode()
        assert page.count("It is over.") == 1
        assert "Told before the merge." in page
        assert held.key in page


def test_what_one_customer_was_told_before_the_merge_stays_his(held: Issue, helen: Contact, world: World) -> None:
    borea = making.customer("Borea", by=world.rita)
    theirs = making.potato(by=world.rita, title="The same at Borea", customer=borea)
    potatoes.catch(theirs, by=world.carl)
    customers.publish_news(theirs, by=world.carl, body="Dear people of Borea.")
    merging.merge(theirs, by=world.carl, into=held)
    _link, url = customers.issue_link(held, by=world.carl, contact=helen)
    assert "Borea" not in visitor().get("/s/" + url.split("/s/")[1]).content.decode()


def test_the_earlier_promise_holds_after_a_merge(held: Issue, twin: Issue, helen: Contact, carl: Person) -> None:
    soon, later = timezone.now() + HOUR, timezone.now() + 48 * HOUR
    customers.publish_news(twin, by=carl, body="Soon more.", next_news_at=soon)
    customers.publish_news(held, by=carl, body="Later more.", next_news_at=later)
    merging.merge(twin, by=carl, into=held)
    assert Issue.objects.get(pk=held.pk).next_news_due_at == soon


def test_the_key_of_a_merged_potato_leads_to_the_one_that_goes_on(
    held: Issue, twin: Issue, carl: Person, client_of: ClientOf
) -> None:
    merging.merge(twin, by=carl, into=held)
    assert client_of(carl).get(f"/HP-{twin.pk}").headers["Location"] == held.get_absolute_url()
    assert client_of(carl).get(twin.get_absolute_url()).status_code == 200


def main_of(client: Client, issue: Issue) -> str:
    """The page of a potato without the frame and its toasts."""
    return client.get(issue.get_absolute_url()).content.decode().split("<main")[1].split("</main>")[0]


def test_a_merge_is_taken_back_from_either_page_within_a_day(
    held: Issue, twin: Issue, carl: Person, client_of: ClientOf
) -> None:
    client = client_of(carl)
    client.post(f"/issues/{twin.pk}/merge/", {"into": held.key})
    address = f"/issues/{twin.pk}/undo-merge/"
    assert address in main_of(client, held)
    assert address in main_of(client, twin)
    assert client.post(address).status_code == 302
    assert Issue.objects.get(pk=twin.pk).merged_into is None
    client.post(f"/issues/{twin.pk}/merge/", {"into": held.key})
    with at(timezone.now() + 25 * HOUR):
        assert address not in main_of(client, held)
        assert client.post(address).status_code == 409


def test_nobody_takes_back_the_mine_too_of_another(held: Issue, ines: Person) -> None:
    with pytest.raises(Forbidden):
        joining.leave(Hunter.objects.get(), by=ines)


def test_mine_too_is_taken_back_by_the_api(held: Issue, ines: Person, rita: Person) -> None:
    borea = making.customer("Borea", by=rita)
    head = {"Authorization": f"Bearer {create_token(by=ines, name='t', scopes=('read', 'write'))[1]}"}
    client = Client(headers=head)
    address = f"/api/v1/issues/{held.pk}"
    joined = client.post(f"{address}/join", {"customer": borea.pk}, content_type="application/json")
    assert joined.json()["customer_count"] == 2
    left = client.post(f"{address}/leave", {"customer": borea.pk}, content_type="application/json")
    assert left.json()["customer_count"] == 1
    again = client.post(f"{address}/leave", {"customer": borea.pk}, content_type="application/json")
    assert again.status_code == 422


def test_a_promise_that_came_along_holds_through_the_catch(twin: Issue, helen: Contact, world: World) -> None:
    soon = timezone.now() + HOUR / 2
    customers.publish_news(twin, by=world.carl, body="Soon more.", next_news_at=soon)
    fresh = making.potato(by=world.rita, title="Again twice", customer=helen.customer)
    merging.merge(twin, by=world.carl, into=fresh)
    potatoes.catch(fresh, by=world.ines)
    assert Issue.objects.get(pk=fresh.pk).next_news_due_at == soon
