"""The list of potatoes and of customers: narrowed by the address, in an order that pages, for those who may see."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from feeds.models import Community
from issues.actions import potatoes
from issues.models import Customer, Issue
from people.models import Person
from tests import world as making
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db


def _titles(client: Client, url: str) -> list[str]:
    found = re.findall(r'id="t-\d+"><a href="[^"]+">([^<]+)</a>', client.get(url, follow=True).content.decode())
    return [str(title) for title in found]


@pytest.fixture
def three(rita: Person, carl: Person, aldera: Customer) -> list[Issue]:
    """One at a customer that Carl holds, one critical one, one that is discarded."""
    first = potatoes.catch(making.potato(by=rita, title="Invoices twice", customer=aldera), by=carl)
    second = making.potato(by=carl, title="Scanners down", severity="critical")
    third = making.potato(by=rita, title="Coffee is cold", severity="low")
    potatoes.discard(third, by=third.owner, reason="No potato")
    return [first, second, third]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Invoices twice", "Scanners down"}),
        ("?status=all", {"Invoices twice", "Scanners down", "Coffee is cold"}),
        ("?status=discarded", {"Coffee is cold"}),
        ("?status=caught,in_progress", {"Invoices twice"}),
        ("?status=nonsense", set()),
        ("?owner=carl", {"Invoices twice"}),
        ("?reporter=carl", {"Scanners down"}),
        ("?community=company", {"Invoices twice", "Scanners down"}),
        ("?community=sales", set()),
        ("?customer=0", set()),
        ("?min_heat=101", set()),
        ("?min_heat=-5", {"Invoices twice", "Scanners down"}),
        ("?q=scan", {"Scanners down"}),
        ("?q=aldera", {"Invoices twice"}),
        ("?q=%00", {"Invoices twice", "Scanners down"}),
        ("?news=late", set()),
        ("?order=sideways", {"Invoices twice", "Scanners down"}),
    ],
)
def test_the_address_narrows_the_list(
    three: list[Issue], query: str, expected: set[str], maya: Person, client_of: ClientOf
) -> None:
    assert set(_titles(client_of(maya), f"/issues/{query}")) == expected


def test_a_customer_narrows_the_list_to_all_that_hits_it(
    three: list[Issue], aldera: Customer, maya: Person, client_of: ClientOf
) -> None:
    assert _titles(client_of(maya), f"/issues/?customer={aldera.pk}") == ["Invoices twice"]


def test_the_hottest_come_first_or_the_newest(three: list[Issue], maya: Person, client_of: ClientOf) -> None:
    by_heat = sorted(three[:2], key=lambda issue: (-Issue.objects.get(pk=issue.pk).heat, -issue.pk))
    assert _titles(client_of(maya), "/issues/") == [issue.title for issue in by_heat]
    assert _titles(client_of(maya), "/issues/?order=new") == ["Scanners down", "Invoices twice"]


def test_pages_follow_each_other_without_gap_or_twin(rita: Person, client_of: ClientOf) -> None:
    made = {making.potato(by=rita, title=f"Potato {number}").title for number in range(25)}
    client, url, seen = client_of(rita), "/issues/?order=new", list[str]()
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r'id="t-\d+"><a href="[^"]+">([^<]+)</a>', page)
        way = re.search(r'href="(/issues/\?[^"]+)" rel="next"', page)
        url = way[1].replace("&amp;", "&") if way else ""
    assert sorted(seen) == sorted(made)
    assert client.get("/issues/?cursor=forged").status_code == 422


def test_what_is_secret_stays_out_of_lists_and_keys(
    board_room: Community, maya: Person, carl: Person, client_of: ClientOf
) -> None:
    secret = making.potato(by=maya, title="The merger", community=board_room)
    assert "The merger" not in _titles(client_of(carl), "/issues/")
    assert client_of(carl).get(f"/HP-{secret.pk}").status_code == 404
    assert client_of(carl).get("/issues/?q=merger").content.decode().count("The merger") == 0


def test_a_key_leads_to_its_potato_wherever_it_is_typed(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    client = client_of(carl)
    assert client.get(f"/{potato.key}").headers["Location"] == potato.get_absolute_url()
    assert client.get(f"/issues/?q=hp-{potato.pk}").headers["Location"] == potato.get_absolute_url()
    Issue.objects.filter(pk=potato.pk).update(source="old", external_id="INC0000045")
    assert client.get("/HP-INC0000045").headers["Location"] == potato.get_absolute_url()
    assert client.get("/HP-nonsense").status_code == 404
    assert client.get("/HP-99999999999999999999999").status_code == 404


def test_customers_are_listed_with_what_one_may_see(
    potato: Issue, aldera: Customer, carl: Person, gus: Person, client_of: ClientOf
) -> None:
    assert "1 open potato" in client_of(carl).get("/customers/").content.decode()
    assert "Aldera" not in client_of(gus).get("/customers/").content.decode()
    assert client_of(gus).get(aldera.get_absolute_url()).status_code == 404
    assert "Aldera" in client_of(carl).get("/customers/?q=ALD").content.decode()
    assert "Aldera" in client_of(carl).get("/customers/suggest?customer=ald").content.decode()


def test_a_customer_is_added_changed_and_given_contacts(rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    said = {"name": "Nordwind", "tier": "key", "language": "fr", "segment": "wind", "owner": "carl"}
    url = client.post("/customers/new/", said).headers["Location"]
    assert client.post("/customers/new/", {**said, "name": "NORDWIND"}).status_code == 422
    assert client.post(f"{url}edit/", {**said, "tier": "strategic", "version": 1}).status_code == 302
    assert client.post(f"{url}edit/", {**said, "tier": "standard", "version": 1}).status_code == 409
    contact = {"name": "Eva", "email": "eva@nordwind.example", "language": "fr"}
    assert client.post(f"{url}contacts/", contact).status_code == 302
    assert client.post(f"{url}contacts/", contact).status_code == 422
    assert client.post(f"{url}contacts/", {**contact, "email": "no address"}).status_code == 422
    page = client.get(url).content.decode()
    assert "Eva" in page
    assert "Strategic" in page


def test_a_guest_changes_no_customer(gus: Person, maya: Person, sales: Community, client_of: ClientOf) -> None:
    osier = making.customer("Osier", by=maya)
    making.potato(by=maya, title="Here", customer=osier, community=sales)
    client = client_of(gus)
    assert client.get(osier.get_absolute_url()).status_code == 200
    assert (
        client.post(f"{osier.get_absolute_url()}edit/", {"name": "X", "tier": "key", "language": "en"}).status_code
        == 403
    )


def test_who_is_not_logged_in_sees_nothing(client: Client, potato: Issue) -> None:
    for url in ("/issues/", "/issues/new/", potato.get_absolute_url(), "/customers/", f"/{potato.key}"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/login/")
