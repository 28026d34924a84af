"""What falls due: composing each person's digest at his local hour, and sending it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from digests import actions
from digests.due import Due
from digests.models import Digest
from digests.periods import Period
from digests.sending import deliver
from esn.activity.due import every, job
from esn.activity.models import DueJob

KEPT = dt.timedelta(days=90)
BATCH = 2000


@every(60, "digests.plan")
def plan() -> None:
    """Plant what is due now."""
    actions.plan(timezone.now())


@job(actions.COMPOSE, inside=True)
def compose(due: DueJob) -> None:
    """Write one person's digest."""
    told = due.payload
    day, moment = dt.date.fromisoformat(told["day"]), timezone.now()
    item = Due(told["person"], told["frequency"], Period(day, due.due_at), dt.time.fromisoformat(told["hour"]))
    actions.compose(item, at=moment, send_at=moment)


@job(actions.SEND, inside=False)
def send(due: DueJob) -> None:
    """Send one digest."""
    deliver(due.payload["digest"])


@every(86_400, "digests.forget")
def forget() -> None:
    """Delete digests older than 90 days, batch by batch."""
    while forget_batch():
        continue


def forget_batch() -> int:
    """Delete one batch; returns how many went."""
    old = Digest.objects.filter(until__lt=timezone.now() - KEPT).order_by("pk").values("pk")[:BATCH]
    gone, _by_model = Digest.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return gone
