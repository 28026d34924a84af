"""The end of an import: what is still open gets an owner who is here, its heat, and its due jobs from now on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from esn.activity.clock import Replay, at, now, replaying
from esn.activity.spine import action, plant
from issues import anchoring, heating
from issues.actions.following import close_key, move_custody, wake_key
from issues.actions.keeping import HEAT
from issues.actions.promising import remind_of
from issues.actions.resolving import closing_time
from issues.lifecycle import HELD, OPEN, Status
from issues.models import Climb, Issue
from issues.models.rules import span
from issues.rules import Rule
from issues.working import hours_of, promise_from

BATCH = 100
PACE = dt.timedelta(minutes=10)
"""The working time from the start of one ladder to the next: whoever got many at once is asked about one by one."""


def settle(source: str) -> int:
    """Settle the potatoes of a source that are not closed or not yet cold, in short batches. Twice is once."""
    of_source = Issue.objects.filter(source=source)
    unsettled = of_source.filter(status__in=[*OPEN, Status.RESOLVED]) | of_source.filter(heat__gt=0)
    last = count = begun = 0
    while batch := list(unsettled.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        begun += _settle(batch, begun=begun)
        last, count = batch[-1], count + len(batch)
    _count_anew()
    return count


def _count_anew() -> None:
    """Let the database learn how much came in: it would plan for an empty house until its own round, and be slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@action
def _settle(ids: Sequence[int], *, begun: int) -> int:
    """Settle these after `begun` others whose ladders run already; returns how many of theirs run from now on."""
    moment, running = now(), 0
    for pk in ids:
        issue = Issue.objects.locked(pk)
        with replaying(Replay(at=moment)):
            _give_to_someone_here(issue)
        _plant(issue, moment)
        begins = hours_of(issue.community_id).add(moment, (begun + running) * PACE)
        if not Climb.objects.filter(issue=issue).exists():
            _promise_anew(issue, begins)
        with at(begins):
            anchoring.follow(issue)
        running += issue.is_open
        if issue.next_news_due_at and issue.next_news_due_at > moment:
            remind_of(issue)
        heating.warm(issue, moment)
        issue.save(update_fields=[*HEAT, "waiting_until", "next_news_due_at"])
    return running


def _promise_anew(issue: Issue, begins: dt.datetime) -> None:
    """The log promised nothing: what it would have promised counts from now, and nobody is late with all of it."""
    if issue.status in HELD and issue.next_news_due_at and issue.next_news_due_at <= begins:
        issue.next_news_due_at = promise_from(issue, begins)


def _give_to_someone_here(issue: Issue) -> None:
    """An owner who is a ghost, has left or is away hands over to whoever is on watch."""
    owner = issue.owner
    if not issue.is_open:
        return
    if not owner.is_active or owner.is_ghost or owner.absence_at(now()):
        move_custody(issue, by=None)


def _plant(issue: Issue, moment: dt.datetime) -> None:
    if issue.status == Status.WAITING:
        longest = span(issue.community_id, Rule.LONGEST_WAIT)
        issue.waiting_until = max(issue.waiting_until or moment + longest, moment)
        plant("issue.wake", key=wake_key(issue), due_at=issue.waiting_until, issue=issue.pk)
    elif issue.status == Status.RESOLVED:
        closing = closing_time(issue.community_id, moment)
        plant("issue.close", key=close_key(issue), due_at=closing, issue=issue.pk)
