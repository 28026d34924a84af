"""Customers and their contacts: added, changed, removed, archived, brought back, listed; by page and API."""

from __future__ import annotations

import pytest
from django.test import Client

from api.actions import create_token
from esn.lib.errors import Conflict, Refused
from issues.actions import contacts, customers, potatoes
from issues.actions.flagging import flag_here
from issues.actions.potatoes import Flag
from issues.models import Contact, Customer, CustomerLink, Issue
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.issues.customers.conftest import visitor

pytestmark = pytest.mark.django_db
GARBAGE = [
    "",
    "nobody",
    "a@",
    "@b.example",
    "a b@c.example",
    "a@b\n.example",
    "x" * 300 + "@b.example",
    "a@b.example\0",
]


@pytest.mark.parametrize("email", GARBAGE)
def test_a_mail_address_that_is_none_is_refused_and_kept(
    email: str, aldera: Customer, rita: Person, client_of: ClientOf
) -> None:
    said = {"name": "Helen Shaw", "email": email, "language": "en"}
    answer = client_of(rita).post(f"/customers/{aldera.pk}/contacts/", said)
    assert answer.status_code == 422
    assert "Helen Shaw" in answer.content.decode()
    with pytest.raises(Refused):
        contacts.add_contact(aldera, by=rita, name="Helen", email=email)


def test_a_contact_is_changed_on_a_page_of_its_own(
    aldera: Customer, helen: Contact, rita: Person, client_of: ClientOf
) -> None:
    client, address = client_of(rita), f"/customers/{aldera.pk}/contacts/{helen.pk}/"
    assert f'href="{address}"' in client.get(aldera.get_absolute_url()).content.decode()
    assert "helen@aldera.example" in client.get(address).content.decode()
    client.post(address, {"name": "Helen Marsh", "email": "marsh@aldera.example", "language": "fr"})
    helen.refresh_from_db()
    assert (helen.name, helen.email, helen.language, helen.by_mail) == (
        "Helen Marsh",
        "marsh@aldera.example",
        "fr",
        False,
    )


def test_whoever_is_removed_loses_links_and_address_but_what_he_wrote_stays(
    held: Issue, helen: Contact, carl: Person, client_of: ClientOf
) -> None:
    link, url = customers.issue_link(held, by=carl, contact=helen)
    customers.say(link, body="Still twice")
    address = f"/customers/{helen.customer_id}/contacts/{helen.pk}/remove/"
    assert client_of(carl).get(address).status_code == 200
    client_of(carl).post(address)
    assert visitor().get("/s/" + url.split("/s/")[1]).status_code == 404
    helen.refresh_from_db()
    assert (helen.email, CustomerLink.objects.get().revoked_at is None) == ("", False)
    page = client_of(carl).get(held.get_absolute_url()).content.decode()
    assert "Still twice" in page
    assert client_of(carl).get(address).status_code == 404
    assert contacts.add_contact(helen.customer, by=carl, name="Helen", email="helen@aldera.example").pk != helen.pk


def test_a_customer_with_an_open_potato_is_not_archived(potato: Issue, aldera: Customer, rita: Person) -> None:
    with pytest.raises(Conflict) as refusal:
        contacts.archive_customer(aldera, by=rita)
    assert refusal.value.code == "still_open"


def test_an_archived_customer_is_listed_apart_and_comes_back_with_the_next_flag(
    rita: Person, client_of: ClientOf
) -> None:
    borea, client = making.customer("Borea", by=rita), client_of(rita)
    client.post(f"/customers/{borea.pk}/archive/")
    assert "Borea" not in client.get("/customers/").content.decode().split("<main")[1]
    assert "Borea" in client.get("/customers/?archived=1").content.decode()
    assert "Borea" not in client.get("/customers/suggest", {"customer": "bor"}).content.decode()
    assert f"/customers/{borea.pk}/restore/" in client.get(borea.get_absolute_url()).content.decode()
    flag_here(Flag(title="Cold again"), by=rita, customer=Customer.objects.get(name="Borea"))
    assert Customer.objects.get(name="Borea").archived_at is None


def test_the_archive_is_left_by_hand_as_well(rita: Person, client_of: ClientOf) -> None:
    borea, client = making.customer("Borea", by=rita), client_of(rita)
    client.post(f"/customers/{borea.pk}/archive/")
    client.post(f"/customers/{borea.pk}/restore/")
    assert Customer.objects.get(pk=borea.pk).archived_at is None


def test_a_long_list_of_customers_comes_in_pages_and_is_searched(rita: Person, client_of: ClientOf) -> None:
    for number in range(60):
        making.customer(f"Client {number:02}", by=rita)
    page = client_of(rita).get("/customers/?q=client").content.decode()
    assert "Client 49" in page
    assert "Client 50" not in page
    cursor = page.split("cursor=")[1].split('"')[0]
    assert "Client 50" in client_of(rita).get(f"/customers/?q=client&cursor={cursor}").content.decode()


def test_a_guest_learns_no_address_and_changes_nobody(
    helen: Contact, gus: Person, sales: object, rita: Person, client_of: ClientOf
) -> None:
    making.potato(by=rita, community=sales, customer=helen.customer)
    page = client_of(gus).get(helen.customer.get_absolute_url())
    assert page.status_code == 200
    assert helen.email not in page.content.decode()
    assert client_of(gus).post(f"/customers/{helen.customer_id}/contacts/{helen.pk}/", {}).status_code == 404
    assert client_of(gus).post(f"/customers/{helen.customer_id}/archive/").status_code == 403
    token = create_token(by=gus, name="t", scopes=("read", "write"))[1]
    told = Client().get(f"/api/v1/customers/{helen.customer_id}", headers={"Authorization": f"Bearer {token}"})
    assert helen.email not in told.content.decode()


def test_the_same_by_the_api(aldera: Customer, helen: Contact, rita: Person) -> None:
    head = {"Authorization": f"Bearer {create_token(by=rita, name='t', scopes=('read', 'write'))[1]}"}
    client = Client(headers=head)
    changed = client.patch(f"/api/v1/contacts/{helen.pk}", {"language": "fr"}, content_type="application/json")
    assert changed.json()["language"] == "fr"
    assert client.delete(f"/api/v1/contacts/{helen.pk}").status_code == 204
    assert client.get(f"/api/v1/customers/{aldera.pk}").json()["contacts"] == []
    archived = client.post(f"/api/v1/customers/{aldera.pk}/archive", {}, content_type="application/json")
    assert archived.json()["archived_at"]
    back = client.post(f"/api/v1/customers/{aldera.pk}/restore", {}, content_type="application/json")
    assert back.json()["archived_at"] is None


def test_when_a_potato_changes_its_customer_the_old_one_stands_before_a_closed_door(
    held: Issue, helen: Contact, rita: Person, carl: Person
) -> None:
    _link, url = customers.issue_link(held, by=carl, contact=helen)
    potatoes.edit(held, by=carl, version=None, customer=making.customer("Borea", by=rita))
    assert visitor().get("/s/" + url.split("/s/")[1]).status_code == 404


def test_the_customers_are_found_from_the_potatoes_and_the_palette(rita: Person, client_of: ClientOf) -> None:
    page = client_of(rita).get("/issues/").content.decode()
    assert page.count('href="/customers/"') == 2
