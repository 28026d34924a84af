"""Which potatoes are late with the news that was promised, asked of the database."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q

from issues.lifecycle import OPEN, Status


def is_late(moment: dt.datetime) -> Q:
    """Open, and promised news was overdue at `moment`; while a potato waits the promise's clock stands."""
    running = Q(status__in=OPEN - {Status.WAITING}, next_news_due_at__lt=moment)
    return running | Q(status=Status.WAITING, next_news_due_at__lt=F("waiting_since"))
