"""Outlets: whoever must be told of what happened, in commit order, each row once."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction

from esn.activity import history
from esn.activity.clock import now
from esn.activity.due import job
from esn.activity.models import Activity, DueJob, OutletCursor
from esn.activity.spine import plant, transacting

log = logging.getLogger(__name__)
Outlet = Callable[[list[Activity]], None]
BATCH = 300
outlets: dict[str, Outlet] = {}


def outlet(name: str) -> Callable[[Outlet], Outlet]:
    """Register a function that is told of every committed, non-replayed Activity row once, in commit order.

    It runs in the transaction that moves its cursor: its database effects happen exactly once.
    """

    def register(function: Outlet) -> Outlet:
        outlets[name] = function
        return function

    return register


def tell_all() -> int:
    """Tell every outlet what it has not heard; returns how many rows were told. Safe beside others."""
    return sum(_tell(name) for name in outlets)


def _tell(name: str) -> int:
    OutletCursor.objects.bulk_create([OutletCursor(name=name)], ignore_conflicts=True)
    told = 0
    while count := _tell_batch(name):
        told += count
        if count < BATCH:
            break
    return told


def _tell_batch(name: str) -> int:
    with transaction.atomic():
        cursor = OutletCursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if cursor is None:
            return 0
        rows = history.after(cursor.xid, cursor.last_id, most=BATCH)
        if not rows:
            return 0
        _hand_over(name, rows)
        cursor.xid, cursor.last_id = rows[-1].xid, rows[-1].id
        cursor.save(update_fields=["xid", "last_id"])
        return len(rows)


def _hand_over(name: str, rows: list[Activity]) -> None:
    """Tell the batch; if it chokes, one by one, and a row that still does is kept as a job and tried again later."""
    try:
        with transacting():
            outlets[name](rows)
    except Exception:  # one bad row must not silence the outlet
        log.exception("outlet %s choked on a batch of %d", name, len(rows))
        for row in rows:
            _hand_over_one(name, row)


def _hand_over_one(name: str, row: Activity) -> None:
    try:
        with transacting():
            outlets[name]([row])
    except Exception:  # kept as a due job, which retries and is seen when it fails for good
        log.exception("outlet %s choked on %s", name, row)
        with transacting():
            plant("outlet.retry", key=f"outlet:{name}:{row.pk}", due_at=now(), outlet=name, activity=row.pk)


@job("outlet.retry", inside=True)
def retry(due: DueJob) -> None:
    """Tell one row again."""
    outlets[due.payload["outlet"]]([Activity.objects.get(pk=due.payload["activity"])])
