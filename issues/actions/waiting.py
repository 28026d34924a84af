"""Waiting: the clocks stand still, for a named reason and until a dated wake-up."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, plant, record, waive
from esn.lib.errors import Conflict, Refused
from issues import events, lifecycle, policies
from issues.actions.following import wake, wake_key
from issues.actions.keeping import PROGRESS, keep, progress
from issues.actions.potatoes import reason_of
from issues.lifecycle import Status, WaitingFor
from issues.models import Issue
from issues.models.rules import number, span
from issues.rules import Rule, shown
from people.models import Person


@action
def wait(issue: Issue, *, by: Person, waiting_for: str, until: dt.datetime | None, reason: str) -> Issue:
    """Pause a caught potato until `until`, within 30 days by default; waiting for the customer needs published news.

    Raises Refused for a wake-up that is missing, past or too far off, Conflict `news_needed` without news.
    """
    issue = Issue.objects.locked(issue)
    reason = reason_of(reason)
    kind = WaitingFor(waiting_for)
    _check_wake_up(issue, until)
    lifecycle.check_move(issue.status, Status.WAITING)
    policies.check(policies.may_steer(by, issue))
    if kind == WaitingFor.CUSTOMER and issue.news_at is None and not waive("news"):
        raise Conflict(_("Tell the customer first what you wait for: publish news."), "news_needed")
    progress(issue)
    issue.status_before, issue.status = issue.status, Status.WAITING
    issue.waiting_for, issue.waiting_until, issue.waiting_reason = kind, until, reason
    issue.waiting_since = now()
    keep(
        issue, *PROGRESS, "status", "status_before", "waiting_for", "waiting_until", "waiting_reason", "waiting_since"
    )  # fmt: skip
    if until:
        plant("issue.wake", key=wake_key(issue), due_at=until, issue=issue.pk)
    record(events.waiting, issue, by=by, until=until, reason=reason, **{"for": kind})
    return issue


def _check_wake_up(issue: Issue, until: dt.datetime | None) -> None:
    if until is None:
        if waive("wake_up"):
            return
        raise Refused(_("Say when to wake it up."), field="until")
    if now() < until <= now() + span(issue.community_id, Rule.LONGEST_WAIT) or waive("wake_up"):
        return
    days = shown(number(issue.community_id, Rule.LONGEST_WAIT))
    raise Refused(_("The wake-up must lie within the next %(days)s days.") % {"days": days}, field="until")


@action
def resume(issue: Issue, *, by: Person | None = None) -> Issue:
    """End the waiting: back to the state before. Without `by` it is the wake-up itself."""
    issue = Issue.objects.locked(issue)
    if issue.status != Status.WAITING:
        raise Conflict(_("It is not waiting."), lifecycle.ILLEGAL)
    if by is not None:
        policies.check(policies.may_steer(by, issue))
    wake(issue, by=by)
    return issue
