"""More time for a bite: its eater asks, the holder or a moderator grants it or says no."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.horizon import check_near
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import events, lifecycle, policies
from issues.actions.potatoes import reason_of
from issues.actions.tasks import MOST_DONE_WHEN, check_open, locked, recount, save
from issues.lifecycle import LIVE_TASK
from issues.models import Extension, ExtensionStatus, Task
from people.models import Person


@action
def extend(task: Task, *, by: Person, due_at: dt.datetime, reason: str) -> Task:
    """Ask for a later due date; whoever steers the potato grants it by the same word, to himself or to who asked.

    Raises Refused for a bite without a due date and for a date that is no later, Forbidden for whoever does not eat it.
    """
    task = locked(task)
    reason = reason_of(reason)
    check_open(task.issue)
    due_before = _check_later(task, due_at)
    steers = not policies.may_steer(by, task.issue)
    if not steers:
        policies.check(policies.may_eat(by, task))
        return _ask(task, by, due_before, due_at, reason)
    asked, answer = _open(task), reason
    if asked is None:
        asked, answer = _wish(task, by, due_before, due_at, reason), ""
    _decide(asked, ExtensionStatus.GRANTED, by=by, answer=answer)
    return _grant(task, asked, by=by, due_at=due_at)


@action
def grant_extension(task: Task, *, by: Person) -> Task:
    """Grant what was asked for. Raises Conflict `nothing_asked` if somebody answered first."""
    task = locked(task)
    policies.check(policies.may_steer(by, task.issue))
    check_open(task.issue)
    asked = _asked(task)
    _decide(asked, ExtensionStatus.GRANTED, by=by)
    return _grant(task, asked, by=by, due_at=asked.due_at)


@action
def refuse_extension(task: Task, *, by: Person, reason: str) -> Task:
    """Say no, with the reason; the due date stays. Raises Conflict `nothing_asked` if somebody answered first."""
    task = locked(task)
    reason = reason_of(reason)
    policies.check(policies.may_steer(by, task.issue))
    asked = _asked(task)
    _decide(asked, ExtensionStatus.REFUSED, by=by, answer=reason)
    save(task)
    recount(task.issue)
    record(events.extension_refused, task, by=by, to=asked.asked_by, reason=reason)
    return task


def _check_later(task: Task, due_at: dt.datetime) -> dt.datetime:
    if task.status not in LIVE_TASK:
        raise Conflict(_("It is already eaten or cancelled."), lifecycle.ILLEGAL)
    if task.due_at is None:
        raise Refused(_("It has no due date that could be moved."), "no_due_date", "due_at")
    check_near(due_at, field="due_at")
    if due_at <= max(task.due_at, now()):
        raise Refused(_("The new date must lie ahead, and after the present one."), field="due_at")
    return task.due_at


def _ask(task: Task, by: Person, due_before: dt.datetime, due_at: dt.datetime, reason: str) -> Task:
    """A second wish takes the place of the first."""
    Extension.objects.filter(task=task, status=ExtensionStatus.ASKED).update(
        status=ExtensionStatus.LAPSED, decided_at=now()
    )
    _wish(task, by, due_before, due_at, reason).save()
    save(task)
    recount(task.issue)
    record(events.extension_asked, task, by=by, reason=reason, due_at=due_at)
    return task


def _wish(task: Task, by: Person, due_before: dt.datetime, due_at: dt.datetime, reason: str) -> Extension:
    return Extension(task=task, asked_by=by, asked_at=now(), reason=reason, due_before=due_before, due_at=due_at)


def _open(task: Task) -> Extension | None:
    """The request that waits for an answer: of the one who eats it now."""
    return Extension.objects.waiting().filter(task=task).select_related("asked_by").first()


def _asked(task: Task) -> Extension:
    asked = _open(task)
    if asked is None:
        raise Conflict(_("No request waits for an answer; somebody was faster."), "nothing_asked")
    return asked


def _decide(asked: Extension, status: ExtensionStatus, *, by: Person, answer: str = "") -> None:
    asked.status, asked.decided_by, asked.decided_at = status, by, now()
    asked.answer = text.check_text(answer, most=MOST_DONE_WHEN, name="reason")
    asked.save()


def _grant(task: Task, asked: Extension, *, by: Person, due_at: dt.datetime) -> Task:
    asked.due_at = task.due_at = due_at
    asked.save(update_fields=["due_at"])
    save(task, "due_at")
    recount(task.issue)
    record(events.extension_granted, task, by=by, to=asked.asked_by, reason=asked.reason, due_at=due_at)
    return task
