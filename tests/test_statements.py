"""No page and no read of the API takes more statements with a thousand rows of everything than with ten."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Person
from tests.counted import of_the_page
from tests.crowded import crowd
from tests.hostile.crawl import addresses, filled
from tests.house import House, built
from tests.world import World, client_of

pytestmark = pytest.mark.django_db
NO_PAGES = ("admin/", "static/", "metrics", "health/")
MORE = (
    "/?order=hot", "/?tag=greeting", "/issues/?status=all&order=new", "/board/?lane=customer", "/table/?skill=sql",
    "/search/?q=invoices", "/inbox/?tab=mine", "/people/?q=person", "/customers/?archived=1",
    "/issues/similar/?q=invoices",
    "/api/v1/issues?order=new&limit=200", "/api/v1/board?lane=holder", "/api/v1/posts?community=sales",
)  # fmt: skip
MOST = 70


def asked(house: House) -> list[str]:
    """Every address of the site that can be read, filled with what is in the house."""
    patterns = [pattern for pattern in addresses() if not pattern.startswith(NO_PAGES)]
    own = [address for address in house.starts if address.startswith(("/issues/", "/tasks/"))]
    return sorted({*(filled(pattern, house.values) for pattern in patterns), *own, *MORE})


def counts(client: Client, pages: Iterable[str]) -> dict[str, int]:
    """The statements of each address that answers, once it is warm."""
    return {page: _once(client, page) for page in pages if client.get(page).status_code == 200}


def _once(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(page)
    return of_the_page(caught)


@pytest.fixture
def house(world: World) -> House:
    """One of each thing that has an address."""
    return built(world)


@pytest.mark.parametrize("half", [0, 1])
def test_no_page_takes_more_statements_with_a_thousand_rows_than_with_ten(half: int, house: House) -> None:
    Person.objects.filter(pk=house.world.maya.pk).update(role="admin")
    client = client_of(house.world.maya)
    pages = asked(house)[half::2]
    crowd(house, 10)
    few = counts(client, pages)
    crowd(house, 1000)
    many = counts(client, pages)
    assert few.keys() == many.keys()
    # what is kept for seconds may have ended meanwhile
    many |= counts(client, [page for page in few if many[page] > few[page]])
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
    assert {page: count for page, count in many.items() if count > MOST} == {}
    assert len(many) > 50
