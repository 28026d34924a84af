"""What falls due: letters, what was left behind of them, and forgetting."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

from esn.activity.due import every, job
from esn.activity.models import DueJob
from notifications import letters, ringing
from notifications.channels import email

READ_KEPT = dt.timedelta(days=30)
UNREAD_KEPT = dt.timedelta(days=90)
BATCH = 5000
_FORGET = """
DELETE FROM notifications_notification WHERE id IN (
    SELECT id FROM notifications_notification
    WHERE created < %s OR created < %s AND read_at IS NOT NULL ORDER BY created LIMIT %s)
"""


@job(letters.KIND, inside=False)
def mail(due: DueJob) -> None:
    """Send a person's letter."""
    email.send_letter(due.payload["person"], job=due.pk)


@job(ringing.KIND, inside=True)
def bell(due: DueJob) -> None:
    """Ring for what came while the person hunted."""
    ringing.ring([due.payload["person"]])


@every(300, "notifications.rescue")
def rescue() -> None:
    """Try again what failed for good while the mail server was away."""
    letters.rescue()


@every(3600, "notifications.forget")
def forget() -> None:
    """Delete what is read for 30 days or older than 90, batch by batch."""
    while forget_batch() == BATCH:
        continue


def forget_batch() -> int:
    """Delete one batch; returns how many went."""
    moment = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [moment - UNREAD_KEPT, moment - READ_KEPT, BATCH])
        return int(cursor.rowcount)
