"""How fast digests are written."""

from __future__ import annotations

import datetime as dt
import time

from django.utils import timezone

from bench.measuring import Figure, figure
from digests import actions
from digests.due import due
from digests.models import Digest, State
from esn.activity.models import DueJob

LEAST = 10.0


def measure(*, people: int) -> dict[str, Figure]:
    """Compose the digest of so many people, one after the other, into the ledger; none is sent."""
    Digest.objects.all().delete()
    moment = timezone.now()
    first, *wanted = due(moment)[169 : 170 + people]
    actions.compose(first, at=moment, send_at=moment + dt.timedelta(days=1))  # what a worker loads once
    wall, cpu = time.perf_counter(), time.process_time()
    for item in wanted:
        actions.compose(item, at=moment, send_at=moment + dt.timedelta(days=1))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    written = Digest.objects.filter(state=State.COMPOSED).count()
    DueJob.objects.filter(kind=actions.SEND).delete()
    Digest.objects.all().delete()
    each = f"{wall / len(wanted) * 1e3:.0f} ms each, {cpu / len(wanted) * 1e3:.0f} ms of them CPU of the worker"
    method = f"digests composed by one process, {written} of {len(wanted)} had something to say, {each}"
    return {"digests_per_s": figure(len(wanted) / wall, LEAST, method)}
