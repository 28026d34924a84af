"""Split by example among 50,000 resolved potatoes: all of the seed's are closed for as long as it takes to measure."""

from __future__ import annotations

import time

from django.db import connection, transaction

from bench.inside.readers import readers
from bench.measuring import Figure, figure, percentile
from issues.lifecycle import Status
from issues.models import Issue, Task
from issues.reading.proposals import suggestions

MOST_MS = 300
# The legal moves are a trigger's; as a replica it does not fire.
CLOSE = """
SET LOCAL session_replication_role = replica;
UPDATE issues_issue
SET status = 'closed', resolved_at = flagged_at, closed_at = flagged_at, waiting_for = '', task_done = 4
WHERE status NOT IN ('resolved', 'closed', 'merged');
"""


def measure(*, rounds: int) -> dict[str, Figure]:
    """The figure; nothing stays changed."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLOSE)
        found = _suggestions(rounds)
        transaction.set_rollback(True)
    return {"split_p95_ms": found}


def _suggestions(rounds: int) -> Figure:
    resolved = Issue.objects.filter(status__in=(Status.RESOLVED, Status.CLOSED))
    some, taken = list(resolved.select_related("customer").order_by("pk")[: rounds * 10]), []
    for person in readers("median", 2):
        for issue in some:
            start = time.perf_counter()
            suggestions(issue, person)
            taken.append((time.perf_counter() - start) * 1e3)
    much = f"{resolved.count():,} resolved potatoes of thirty words, {Task.objects.count():,} bites"
    method = (
        f"five examples and their common bites, p95 of {len(taken)}, median {percentile(taken, 0.5):.0f} ms, {much}"
    )
    return figure(percentile(taken, 0.95), MOST_MS, method)
