"""The auditor: nothing open without a dated next step; what lacks one gets it, or is listed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, connection

from esn.activity.clock import now
from esn.activity.models import DueJob, DueState
from esn.activity.spine import action, plant
from esn.lib.errors import Refusal
from issues.actions.following import wake_key
from issues.actions.resting import list_daily
from issues.anchoring import follow, plant_next
from issues.lifecycle import Status
from issues.models import Audit, Climb, ClimbState, Issue
from issues.models.ladders import Lack
from issues.models.rules import span
from issues.rules import Rule

log = logging.getLogger(__name__)
AT_ONCE = 500
SECONDS = 60
FRESH = dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=30)

LACKING = """
WITH planted AS MATERIALIZED (
    SELECT key FROM activity_duejob WHERE state = 'due' UNION ALL
    SELECT key FROM activity_duejob WHERE state = 'running'
), dated AS (
    SELECT climb.issue_id, climb.ladder
    FROM issues_climb climb JOIN issues_issue potato ON potato.id = climb.issue_id
    WHERE climb.state IN ('running', 'resting') AND CASE climb.state
        WHEN 'running' THEN 'ladder:' || climb.id || ':' || climb.version
        ELSE 'ladders:' || potato.community_id || ':list'
    END IN (SELECT key FROM planted)
), needed AS (
    SELECT id, CASE status WHEN 'flagged' THEN 'uncaught' ELSE 'stagnant' END AS ladder FROM issues_issue
    WHERE status IN ('flagged', 'caught', 'in_progress')
    UNION ALL
    SELECT id, 'promise_late' FROM issues_issue
    WHERE status IN ('caught', 'in_progress') AND next_news_due_at IS NOT NULL
)
SELECT id, ladder FROM needed WHERE NOT EXISTS (
    SELECT 1 FROM dated WHERE dated.issue_id = needed.id AND dated.ladder = needed.ladder
)
UNION ALL
SELECT id, 'waiting' FROM issues_issue
WHERE status = 'waiting' AND 'issue:' || id || ':wake' NOT IN (SELECT key FROM planted)
"""
"""What is open and lacks a dated next step: the potato, and the ladder that it should be on (or `waiting`)."""


def audit() -> Audit:
    """Look at everything open, mend what lacks a dated next step, and keep what was found."""
    lacking = _lacking()
    mended = [pk for pk in list(lacking)[:AT_ONCE] if _mended(pk)]
    still = _lacking() if lacking else {}
    return _kept(mended, [{"issue": pk, "ladders": sorted(ladders)} for pk, ladders in still.items()])


def latest() -> Audit | None:
    """The last look; None before the first."""
    return Audit.objects.first()


def is_fine() -> bool:
    """Whether the auditor looked within five minutes, and nothing open lacks a dated next step."""
    last = latest()
    return last is not None and not last.lacking and last.at > now() - FRESH


def _lacking() -> Mapping[int, set[str]]:
    """The ladders that each potato lacks, oldest potato first."""
    with connection.cursor() as cursor:
        cursor.execute(LACKING)
        rows: list[Any] = sorted(cursor.fetchall())
    found: dict[int, set[str]] = {}
    for pk, ladder in rows:
        found.setdefault(pk, set()).add(ladder)
    return found


def _mended(pk: int) -> bool:
    try:
        mend(pk)
    except (Refusal, DatabaseError):  # one that cannot be mended is listed; the others are
        log.exception("no dated next step could be given to HP-%d", pk)
        return False
    return True


@action
def mend(pk: int) -> None:
    """Give an open potato what it lacks."""
    issue = Issue.objects.locked(pk)
    if issue.status == Status.WAITING:
        issue.waiting_until = issue.waiting_until or now() + span(issue.community_id, Rule.LONGEST_WAIT)
        issue.save(update_fields=["waiting_until"])
        plant("issue.wake", key=wake_key(issue), due_at=issue.waiting_until, issue=issue.pk)
        return
    for climb in Climb.objects.filter(issue=issue).order_by("ladder"):
        if climb.state == ClimbState.RESTING:
            list_daily(issue.community)
        elif climb.state == ClimbState.RUNNING and not _is_planted(climb):
            plant_next(climb, issue)
    follow(issue)


def _is_planted(climb: Climb) -> bool:
    return DueJob.objects.filter(key=climb.job_key, state__in=(DueState.DUE, DueState.RUNNING)).exists()


def _kept(mended: list[int], lacking: list[Lack]) -> Audit:
    moment = now()
    values = {"at": moment, "open_count": Issue.objects.open().count(), "mended": mended, "lacking": lacking}
    Audit.objects.filter(at__lt=moment - KEPT).delete()
    last = latest()
    if last is not None and last.is_clean and not mended and not lacking:
        Audit.objects.filter(pk=last.pk).update(at=moment, open_count=values["open_count"])
        return Audit.objects.get(pk=last.pk)
    return Audit.objects.create(**values)
