"""Running what is due: rows claimed with SKIP LOCKED, database effects exactly once, outside effects under a lease."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from esn.activity.models import DueJob, DueState, Tick
from esn.activity.spine import transacting

log = logging.getLogger(__name__)
Handler = Callable[[DueJob], None]
MOST_ATTEMPTS = 8
LEASE = dt.timedelta(seconds=30)
DRIFT = dt.timedelta(minutes=2)
"""Clocks of two machines differ by less; what lies further ahead was written before the clock was put back."""


@dataclass(frozen=True)
class Kind:
    """How a kind of job runs: `inside` the database (once, with its state) or outside it (at least once, leased)."""

    handler: Handler
    inside: bool


kinds: dict[str, Kind] = {}
recurring: dict[str, tuple[dt.timedelta, Callable[[], object]]] = {}


def job(kind: str, *, inside: bool) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of due job.

    inside=True: the handler runs in the transaction that marks the job done, so its effect happens exactly once.
    inside=False: for mail and HTTP; it may run again after a crash, so it needs a stable key at the other end.
    """

    def register(handler: Handler) -> Handler:
        kinds[kind] = Kind(handler, inside)
        return handler

    return register


def every(seconds: int, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a pass that the tick begins at most once in `seconds`, over all workers."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        recurring[name] = (dt.timedelta(seconds=seconds), function)
        return function

    return register


def run_due(*, at: dt.datetime | None = None, limit: int = 500) -> int:
    """Run what is due at `at` (now), at most `limit` jobs; returns how many were run. Safe beside others."""
    moment = at or timezone.now()
    done = 0
    while done < limit and _run_next(moment):
        done += 1
    return done


def run_recurring(*, at: dt.datetime | None = None) -> None:
    """Begin every recurring pass whose time has come."""
    moment = at or timezone.now()
    for name, (period, function) in recurring.items():
        if claim_tick(name, moment, period):
            function()


def claim_tick(name: str, moment: dt.datetime, period: dt.timedelta) -> bool:
    """Whether this caller is the one to begin `name` now: true once per `period`."""
    Tick.objects.bulk_create([Tick(name=name, at=moment - 2 * period)], ignore_conflicts=True)
    is_time = Q(at__lte=moment - period) | Q(at__gt=moment + DRIFT)
    return bool(Tick.objects.filter(is_time, name=name).update(at=moment))


def _run_next(moment: dt.datetime) -> bool:
    with transaction.atomic():
        due = _claim(moment)
        if due is None:
            return False
        kind = kinds.get(due.kind)
        if kind is None:
            _park(due, f"no handler for {due.kind}")
            return True
        if kind.inside:
            _finish(due)
            failed = _attempt(due, _as_action(kind.handler))
            if failed:
                _retry(due, failed, moment)
            return True
        _lease(due, moment)
    failed = _attempt(due, kind.handler)
    with transaction.atomic():
        mine = DueJob.objects.select_for_update().filter(pk=due.pk, token=due.token, state=DueState.RUNNING).first()
        if mine and failed:
            _retry(mine, failed, moment)
        elif mine:
            _finish(mine)
    return True


def _claim(moment: dt.datetime) -> DueJob | None:
    unclaimed = DueJob.objects.select_for_update(skip_locked=True)
    due = unclaimed.filter(state=DueState.DUE, due_at__lte=moment).order_by("due_at", "id").first()
    if due is not None:
        return due
    is_over = Q(lease_until__lt=moment) | Q(lease_until__gt=moment + LEASE + DRIFT)
    return unclaimed.filter(is_over, state=DueState.RUNNING).order_by("lease_until").first()


def _as_action(handler: Handler) -> Handler:
    def run(due: DueJob) -> None:
        with transacting():
            handler(due)

    return run


def _attempt(due: DueJob, handler: Handler) -> str:
    """Run the handler; what went wrong, or nothing."""
    try:
        handler(due)
    except Exception as trouble:  # a job that fails is kept and tried again, whatever it was
        log.exception("due job %s failed", due)
        return f"{type(trouble).__name__}: {trouble}"[:2000]
    return ""


def _finish(due: DueJob) -> None:
    due.state, due.done_at, due.error = DueState.DONE, timezone.now(), ""
    due.save(update_fields=["state", "done_at", "error"])


def _lease(due: DueJob, moment: dt.datetime) -> None:
    due.state, due.token, due.lease_until = DueState.RUNNING, uuid.uuid4(), moment + LEASE
    due.attempts += 1
    due.save(update_fields=["state", "token", "lease_until", "attempts"])


def _retry(due: DueJob, error: str, moment: dt.datetime) -> None:
    if kinds[due.kind].inside:
        due.attempts += 1
    if due.attempts >= MOST_ATTEMPTS:
        _park(due, error)
        return
    replaced = DueJob.objects.filter(key=due.key, state=DueState.DUE).exclude(pk=due.pk).exists()
    due.state = DueState.CANCELLED if replaced else DueState.DUE
    due.due_at, due.done_at, due.error = moment + dt.timedelta(seconds=2**due.attempts), None, error
    due.save(update_fields=["state", "due_at", "done_at", "error", "attempts"])


def _park(due: DueJob, error: str) -> None:
    due.state, due.error, due.done_at = DueState.FAILED, error, timezone.now()
    due.save(update_fields=["state", "error", "done_at", "attempts"])


def forget_done(*, older_than: dt.timedelta = dt.timedelta(days=30), batch: int = 5000) -> int:
    """Delete finished jobs past their use, in one bounded batch; returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM activity_duejob WHERE id IN (SELECT id FROM activity_duejob"
            " WHERE state = 'done' AND done_at < %s ORDER BY done_at LIMIT %s)",
            [timezone.now() - older_than, batch],
        )
        return int(cursor.rowcount)
