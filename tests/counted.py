"""How many statements a page takes: what is read anew by the clock, whatever the page, is not counted."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from issues.models import CommunityHours, EscalationPolicy, EscalationStep
from issues.models.rules import CommunityNumber

BY_THE_CLOCK = tuple(
    model._meta.db_table for model in (CommunityHours, CommunityNumber, EscalationPolicy, EscalationStep)
)


def of_the_page(caught: CaptureQueriesContext) -> int:
    """The statements but those that read hours, numbers and ladders of communities, once in two seconds."""
    return sum(not any(table in query["sql"] for table in BY_THE_CLOCK) for query in caught.captured_queries)


def statements(client: Client, url: str) -> int:
    """How many the page takes once it is warm; the less of two, for what is kept for seconds may end during one."""
    client.get(url, follow=True)
    return min(_once(client, url), _once(client, url))


def _once(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url, follow=True).status_code == 200
    return of_the_page(caught)
