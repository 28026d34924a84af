"""How fast digests are written."""

from __future__ import annotations

import datetime as dt
import time

from django.utils import timezone

from bench.measuring import Figure, family_cpu, figure
from digests import actions
from digests.due import due
from digests.models import Digest, State
from esn.activity.models import DueJob

LEAST = 10.0


def measure(*, people: int, postgres: int) -> dict[str, Figure]:
    """Compose the digest of so many people, one after the other, into the ledger; none is sent."""
    Digest.objects.all().delete()
    moment = timezone.now()
    first, *wanted = due(moment)[169 : 170 + people]
    actions.compose(first, at=moment, send_at=moment + dt.timedelta(days=1))  # what a worker loads once
    wall, own, theirs = time.perf_counter(), time.process_time(), family_cpu([postgres])
    for item in wanted:
        actions.compose(item, at=moment, send_at=moment + dt.timedelta(days=1))
    wall, own, theirs = (
        time.perf_counter() - wall, time.process_time() - own, family_cpu([postgres]) - theirs,
    )  # fmt: skip
    written = Digest.objects.filter(state=State.COMPOSED).count()
    DueJob.objects.filter(kind=actions.SEND).delete()
    Digest.objects.all().delete()
    count = len(wanted)
    method = (
        f"digests composed by one process, {written} of {count + 1} had something to say: {wall / count * 1e3:.0f} ms "
        f"each, of them {own / count * 1e3:.0f} ms CPU of the worker and {theirs / count * 1e3:.0f} ms of PostgreSQL"
    )
    return {"digests_per_s": figure(count / wall, LEAST, method)}
