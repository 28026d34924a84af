"""Saving a locked potato: its version, its heat, its counters of bites, its progress and its owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Case, Count, F, IntegerField, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Least

from esn.activity.clock import current_replay, now
from issues import anchoring, heating
from issues.actions.promising import remind_of
from issues.lifecycle import EATEN_AT, LIVE_TASK, MINUTES, TaskStatus
from issues.models import Custody, CustodyKind, Issue, Task
from people.models import Person

HEAT = ("heat", "heat_at", "heat_terms")
OWNER = ("owner", "owned_since", "bounces", "most_bounces")
BOUNCED = ("bounces", "most_bounces")
PROGRESS = ("bounces", "progress_at")
COUNTERS = ("task_total", "task_done", "task_taken", "task_live", "effort_left", "effort_total")
COUNTED_BOUNCES = (CustodyKind.CATCH, CustodyKind.TOSS)


def keep(issue: Issue, *fields: str) -> None:
    """Save `fields` of a locked issue, with a new version, the heat that follows, its ladders and its reminders."""
    issue.version += 1
    changed = set(fields) | {"version"}
    if current_replay() is None:
        heating.warm(issue)
        changed |= set(HEAT)
    issue.save(update_fields=sorted(changed))
    if current_replay() is None and anchoring.CLOCKS & changed:
        anchoring.follow(issue)
    if "next_news_due_at" in changed:
        remind_of(issue)


def give(issue: Issue, person: Person, kind: CustodyKind) -> None:
    """Make `person` the owner, without saving; catches and accepted tosses count as bounces, replayed ones do not."""
    issue.owner, issue.owned_since = person, now()
    Custody.objects.create(issue=issue, person=person, kind=kind, since=now())
    if kind in COUNTED_BOUNCES and current_replay() is None:
        bounce(issue, Decimal(1))


def bounce(issue: Issue, by: Decimal) -> None:
    """Count a catch, a toss or a refusal since the last progress, without saving; the most there ever were stays."""
    issue.bounces += by
    issue.most_bounces = max(issue.most_bounces, issue.bounces)


def progress(issue: Issue) -> None:
    """Note progress, without saving: no bounces, and of the earlier owners only the one of now still counts."""
    issue.bounces, issue.progress_at = Decimal(0), now()
    rows = Custody.objects.filter(issue=issue, before_progress=False)
    last = rows.order_by("-id").values("pk")[:1]
    rows.filter(pk__lt=Subquery(last)).update(before_progress=True)


def resume_clocks(issue: Issue) -> None:
    """Move what was paused by waiting on by as long as the pause was; the potato is not saved, its live bites are."""
    if issue.waiting_since is None:
        return
    pause = now() - issue.waiting_since
    bites = Task.objects.filter(issue=issue).live()
    bites.update(touched_at=Least(F("touched_at") + pause, now()))
    bites.exclude(reminded_at=None).update(reminded_at=Least(F("reminded_at") + pause, now()))
    issue.progress_at = _later(issue.progress_at, pause)
    if issue.silence_since:
        issue.silence_since = _later(issue.silence_since, pause)
    if issue.next_news_due_at:
        issue.next_news_due_at += pause


def _later(moment: dt.datetime, pause: dt.timedelta) -> dt.datetime:
    return min(moment + pause, now())


def count_tasks(issue: Issue) -> None:
    """Count the issue's bites anew, without saving; cancelled ones do not count."""
    counts = Task.objects.filter(issue=issue).exclude(status=TaskStatus.CANCELLED).aggregate(**_counts())
    for name, value in counts.items():
        setattr(issue, name, value)


def _counts() -> Mapping[str, Coalesce | Count]:
    live = Q(status__in=LIVE_TASK)
    return {
        "task_total": Count("pk"),
        "task_done": Count("pk", filter=Q(status=TaskStatus.DONE)),
        "task_taken": Count("pk", filter=Q(status__in=EATEN_AT)),
        "task_live": Count("pk", filter=live),
        "effort_left": Coalesce(Sum(_minutes(), filter=live), 0),
        "effort_total": Coalesce(Sum(_minutes()), 0),
    }


def _minutes() -> Case:
    whens = [When(size=size, then=Value(minutes)) for size, minutes in MINUTES.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())
