"""Begun and set back by what a log says, where no bite tells it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.spine import action, record, waive
from esn.lib.errors import Conflict
from issues import events, lifecycle
from issues.actions.keeping import keep
from issues.lifecycle import Status
from issues.models import Issue


@action
def begin(issue: Issue) -> Issue:
    """Somebody works on it. Raises Conflict while nobody has taken a bite, except in a replay."""
    issue = Issue.objects.locked(issue)
    lifecycle.check_move(issue.status, Status.IN_PROGRESS)
    if not (issue.task_taken or issue.task_done) and not waive("nothing_taken"):
        raise Conflict(_("Nobody has taken a bite yet."), "nothing_taken")
    issue.status = Status.IN_PROGRESS
    keep(issue, "status")
    record(events.begun, issue, by=None)
    return issue


@action
def set_back(issue: Issue) -> Issue:
    """Nobody works on it any more. Raises Conflict while bites are taken or done, except in a replay."""
    issue = Issue.objects.locked(issue)
    lifecycle.check_move(issue.status, Status.CAUGHT)
    if (issue.task_taken or issue.task_done) and not waive("taken"):
        raise Conflict(_("Somebody has taken a bite."), "taken")
    issue.status = Status.CAUGHT
    keep(issue, "status")
    record(events.set_back, issue, by=None)
    return issue
