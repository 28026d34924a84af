"""Asking somebody whether he would take a bite: nothing is assigned, and nobody asks the hunter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import appetite, events, lifecycle, policies
from issues.actions.tasks import MOST_DONE_WHEN, locked
from issues.lifecycle import TaskStatus
from issues.models import Issue, Task
from people.models import Person


@action
def ask_person(task: Task, *, by: Person, to: Person, note: str = "") -> Task:
    """Ask somebody whether he would take it; nothing is assigned. Nobody asks the hunter.

    Whoever has a full plate is asked by a moderator only, and `note` is the reason for one more. Raises Refused under
    `to` or `note`, Conflict `appetite` for others and `illegal_transition` for a bite that is not on the table.
    """
    task = locked(task)
    note = text.check_text(note, most=MOST_DONE_WHEN, name="note")
    _check_asked(to, task)
    if task.status != TaskStatus.OPEN:
        raise Conflict(_("It is not on the table."), lifecycle.ILLEGAL)
    _check_room_for(to, task, by, note)
    record(events.task_asked, task, by=by, to=to, note=note)
    return task


def _check_asked(to: Person, task: Task) -> None:
    if policies.is_hunter(to, task.issue):
        raise Refused(_("%(name)s flagged it and is released from it.") % {"name": to.name}, "hunter_released", "to")
    if not to.is_active or to.absence_at(now()):
        raise Refused(_("%(name)s is not here.") % {"name": to.name}, field="to")
    if not Issue.objects.visible_to(to).filter(pk=task.issue_id).exists():
        raise Refused(_("%(name)s cannot see this potato; invite them first.") % {"name": to.name}, field="to")
    if sentence := policies.may_help(to, task.issue.community):
        raise Refused(sentence, field="to")


def _check_room_for(to: Person, task: Task, by: Person, note: str) -> None:
    held = appetite.full(to)
    if held is None:
        return
    words = {"name": to.first_name, "count": held}
    if not policies.is_moderator(by, task.issue.community):
        sentence = _("%(name)s has %(count)s bites on the plate; only a moderator can ask for one more.")
        raise Conflict(sentence % words, "appetite")
    if not note.strip():
        sentence = _("%(name)s has %(count)s bites on the plate. Say why it should be one more.")
        raise Refused(sentence % words, field="note")
