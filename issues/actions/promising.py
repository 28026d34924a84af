"""The promise of the next news: its holder is reminded before it is due, and when it is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from esn.activity.clock import is_unseen, now
from esn.activity.events import Event
from esn.activity.spine import action, plant, record, unplant
from issues import events
from issues.lifecycle import Status
from issues.models import Issue

LEAD = dt.timedelta(hours=2)
SHARE = 4
SOON, DUE = "news.soon", "news.due"


def soon_key(issue: Issue) -> str:
    """The key of the due job that reminds before the promise is due."""
    return f"issue:{issue.pk}:news-soon"


def due_key(issue: Issue) -> str:
    """The key of the due job that reminds when it is."""
    return f"issue:{issue.pk}:news-due"


def remind_of(issue: Issue) -> None:
    """Plant the reminders of an issue's promise as it is now: two hours before, of a short one its last quarter.

    A history that is written before anybody looks reminds of nothing that is past.
    """
    due = issue.next_news_due_at
    read_at = timezone.now() if is_unseen() else now()
    if due is None or not issue.is_open or (is_unseen() and due <= read_at):
        unplant(soon_key(issue))
        unplant(due_key(issue))
        return
    plant(DUE, key=due_key(issue), due_at=due, issue=issue.pk, promised=due.isoformat())
    soon = due - min(LEAD, (due - now()) / SHARE)
    if soon > read_at:
        plant(SOON, key=soon_key(issue), due_at=soon, issue=issue.pk, promised=due.isoformat())
    else:
        unplant(soon_key(issue))


@action
def remind_before(issue_id: int, *, promised: str) -> None:
    """Remind the holder that news is due soon, unless that promise was kept or moved."""
    _remind(issue_id, promised, events.news_soon)


@action
def remind_when_due(issue_id: int, *, promised: str) -> None:
    """Remind the holder that news is due now, unless that promise was kept or moved."""
    _remind(issue_id, promised, events.news_due)


def _remind(issue_id: int, promised: str, event: Event[Issue]) -> None:
    issue = Issue.objects.locked(issue_id)
    due = issue.next_news_due_at
    if due is None or due.isoformat() != promised or not issue.is_open or issue.status == Status.WAITING:
        return
    record(event, issue, by=None, due=due)
