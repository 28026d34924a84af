"""How many statements a page takes by itself: what is read anew by the clock, whatever the page, is not counted."""

from __future__ import annotations

from django.test.utils import CaptureQueriesContext

from issues.models import CommunityHours
from issues.models.rules import CommunityNumber

BY_THE_CLOCK = (CommunityHours._meta.db_table, CommunityNumber._meta.db_table)


def of_the_page(caught: CaptureQueriesContext) -> int:
    """The statements but those that read hours and numbers of communities, once in two seconds."""
    return sum(not any(table in query["sql"] for table in BY_THE_CLOCK) for query in caught.captured_queries)
