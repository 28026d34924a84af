"""Writing due jobs: planted, moved or cancelled with the action that asks for it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

_PLANT = """
INSERT INTO activity_duejob (kind, key, due_at, state, attempts, payload, planted_at, error)
VALUES (%s, %s, %s, 'due', 0, %s, now(), '')
ON CONFLICT (key) WHERE state = 'due' DO UPDATE SET due_at = EXCLUDED.due_at, payload = EXCLUDED.payload
"""
_CANCEL = """
UPDATE activity_duejob SET state = 'cancelled', done_at = now() WHERE id IN (
    SELECT id FROM activity_duejob WHERE key = %s AND state = 'due' FOR UPDATE SKIP LOCKED
)
"""
# A job that a worker has claimed waits for the rows that this transaction holds: to wait for it would be a deadlock.


@dataclass(frozen=True)
class Planted:
    """A job to write; without a time it cancels what is still due under its key."""

    kind: str
    key: str
    due_at: dt.datetime | None
    payload: dict[str, Any]


def write_jobs(jobs: Iterable[Planted]) -> None:
    """Write the last word on each key."""
    last = {job.key: job for job in jobs}
    with connection.cursor() as cursor:
        for key in sorted(last):
            job = last[key]
            if job.due_at is None:
                cursor.execute(_CANCEL, [key])
            else:
                cursor.execute(_PLANT, [job.kind, key, job.due_at, json.dumps(job.payload)])
