"""Waiting until every outlet has heard of everything that has happened so far."""

from __future__ import annotations

import time

from django.db import connection

from esn.activity.models import Activity, OutletCursor
from esn.activity.outlets import outlets, tell_all

PATIENCE = 20.0


def tell_everything() -> None:
    """Tell until nothing is untold: a transaction of a neighbouring test database may hold the newest rows back."""
    last = Activity.objects.filter(replayed=False).order_by("xid", "id").last()
    until = time.monotonic() + PATIENCE
    while last is not None and not _all_heard(last):
        assert time.monotonic() < until, "the outlets were not told in time"
        tell_all()


def settle() -> None:
    """Wait until what has happened can be read in commit order: a neighbour's transaction may hold it back."""
    last = Activity.objects.order_by("-xid").values_list("xid", flat=True).first() or 0
    until = time.monotonic() + PATIENCE
    while _oldest_running() <= last:
        assert time.monotonic() < until, "a transaction did not end in time"


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _all_heard(last: Activity) -> bool:
    heard = OutletCursor.objects.filter(name__in=outlets).values_list("xid", "last_id")
    return len(heard) == len(outlets) and all((xid, pk) >= (last.xid, last.pk) for xid, pk in heard)
