"""Bites on the table: added, approved, split, taken, given back, cancelled. Eating is in eating.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn.activity.clock import now
from esn.activity.horizon import check_near
from esn.activity.spine import action, plant, record, unplant, waive
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import appetite, events, lifecycle, policies
from issues.actions.drafts import TaskDraft
from issues.actions.following import follow_tasks
from issues.actions.keeping import COUNTERS, PROGRESS, count_tasks, keep, progress
from issues.lifecycle import EATEN_AT, LIVE_TASK, Size, TaskStatus
from issues.models import Issue, Task, TaskDependency
from issues.models.rules import count, span
from issues.rules import Rule
from people.actions.skills import skills_named
from people.models import Person

MOST_TITLE = 200
MOST_DONE_WHEN = 500


def approve_key(task: Task) -> str:
    """The key of the due job that opens a proposed bite."""
    return f"task:{task.pk}:open"


def locked(task: Task) -> Task:
    """The bite and its potato as they are now, both locked, the potato first.

    Raises Conflict if a merge moves the bite in this very moment: to lock a second potato now could be a deadlock.
    """
    issue = Issue.objects.locked(Task.objects.values_list("issue_id", flat=True).get(pk=task.pk))
    found = Task.objects.locked(task)
    if found.issue_id != issue.pk:
        raise Conflict(_("It was moved to another potato just now; look at it again."), "moved")
    found.issue = issue
    return found


def check_open(issue: Issue) -> None:
    """Raise Conflict unless work on the potato goes on."""
    if not issue.is_open:
        raise Conflict(_("This potato is no longer open."), lifecycle.ILLEGAL)


def settle(issue: Issue, *, by: Person | None, is_progress: bool = False) -> None:
    """Count the bites anew and let the potato's state follow them: a movement of a bite ends a wait."""
    if is_progress:
        progress(issue)
    recount(issue, *(PROGRESS if is_progress else ()))
    follow_tasks(issue, by=by)


def recount(issue: Issue, *more: str) -> None:
    """Count the bites anew after one was only described otherwise: a potato that waits goes on waiting."""
    count_tasks(issue)
    keep(issue, *COUNTERS, *more)


def save(task: Task, *fields: str) -> None:
    """Save `fields` of a locked bite with a new version."""
    task.version += 1
    task.touched_at = now()
    task.save(update_fields=[*fields, "version", "touched_at"])


@action
def add(issue: Issue, *, by: Person, drafts: Sequence[TaskDraft]) -> list[Task]:
    """Cut bites off: open at once if by the holder or a moderator, else proposed and open by themselves later.

    Raises Refused for an empty or wrong draft, Conflict `too_many_bites` above as many live ones as the community says.
    """
    issue = Issue.objects.locked(issue)
    _check_all(drafts, issue, by)
    check_open(issue)
    policies.check(policies.may_help(by, issue.community))
    _check_room(issue, len(drafts))
    is_open = not policies.may_steer(by, issue)
    first = (Task.objects.filter(issue=issue).aggregate(top=Max("position"))["top"] or 0) + 1
    tasks = [_create(draft, issue, by, position, is_open=is_open) for position, draft in enumerate(drafts, first)]
    settle(issue, by=None, is_progress=True)
    for task in tasks:
        record(events.task_added, task, by=by, issue=issue, status=task.status)
    return tasks


def _check_room(issue: Issue, more: int) -> None:
    most = count(issue.community_id, Rule.LIVE_BITES)
    if issue.task_live + more > most:
        sentence = _("A potato holds %(most)d live bites at the most; finish or cancel some.")
        raise Conflict(sentence % {"most": most}, "too_many_bites")


def _check_all(drafts: Sequence[TaskDraft], issue: Issue, by: Person) -> None:
    if not drafts:
        raise Refused(_("Write at least one bite."), field="title")
    for draft in drafts:
        _check(draft, issue)
        check_reviewer(draft.reviewer, issue, by)


def _title(draft: TaskDraft) -> str:
    return text.check_text(draft.title, most=MOST_TITLE, name="title").strip()


def _check(draft: TaskDraft, issue: Issue) -> None:
    if not _title(draft):
        raise Refused(_("Name the bite in a few words."), field="title")
    text.check_text(draft.done_when, most=MOST_DONE_WHEN, name="done_when")
    check_near(draft.due_at, field="due_at")
    if draft.size not in Size.values:
        raise Refused(_("Choose a size; bigger than L is split again."), field="size")
    if draft.parent and draft.parent.issue_id != issue.pk:
        raise Refused(_("The bite it is part of belongs to another potato."), field="parent")
    levels = count(issue.community_id, Rule.LEVELS)
    if draft.parent and _depth(draft.parent) >= levels:
        sentence = ngettext("Bites are not cut further here.", "Bites go %(count)s levels deep at the most.", levels)
        raise Refused(sentence % {"count": levels}, field="parent")
    if any(task.issue_id != issue.pk for task in draft.depends_on):
        raise Refused(_("It can only wait for bites of the same potato."), field="depends_on")


def check_reviewer(reviewer: Person | None, issue: Issue, by: Person) -> None:
    """Raise Refused for a reviewer who is gone, or whom another than himself takes back to what he flagged."""
    if reviewer is None:
        return
    if not reviewer.is_active:
        raise Refused(_("%(name)s is no longer active.") % {"name": reviewer.name}, field="reviewer")
    if reviewer.pk != by.pk and policies.is_hunter(reviewer, issue):
        sentence = _("%(name)s flagged it and is released from it.") % {"name": reviewer.name}
        raise Refused(sentence, "hunter_released", "reviewer")


def _depth(task: Task) -> int:
    depth = 1
    while task.parent is not None:
        task, depth = task.parent, depth + 1
    return depth


def _create(draft: TaskDraft, issue: Issue, by: Person, position: int, *, is_open: bool) -> Task:
    task = Task.objects.create(
        issue=issue, parent=draft.parent, title=_title(draft), done_when=draft.done_when.strip(), size=draft.size,
        status=TaskStatus.OPEN if is_open else TaskStatus.PROPOSED, position=position, proposed_by=by,
        reviewer=draft.reviewer, due_at=draft.due_at, created=now(), touched_at=now(),
    )  # fmt: skip
    if draft.skills:
        task.skills.set(skills_named(draft.skills))
    TaskDependency.objects.bulk_create([TaskDependency(task=task, needs=needed) for needed in draft.depends_on])
    if not is_open:
        plant(
            "task.open", key=approve_key(task), due_at=now() + span(issue.community_id, Rule.OPENS_AFTER), task=task.pk
        )
    return task


@action
def approve(task: Task, *, by: Person | None) -> Task:
    """Put a proposed bite on the table; without `by` because nobody said no in time."""
    task = locked(task)
    if by is None and task.status != TaskStatus.PROPOSED:
        return task
    lifecycle.check_task_move(task.status, TaskStatus.OPEN)
    if task.status != TaskStatus.PROPOSED:
        raise Conflict(_("It is not a proposal."), lifecycle.ILLEGAL)
    if by is not None:
        policies.check(policies.may_steer(by, task.issue))
    task.status = TaskStatus.OPEN
    save(task, "status")
    unplant(approve_key(task))
    settle(task.issue, by=by)
    record(events.task_approved, task, by=by)
    return task


@action
def take(task: Task, *, by: Person, reason: str = "") -> Task:
    """Take a bite; whoever claims first wins. Above the appetite it needs a moderator's reason and one's own yes.

    The reason is a moderator's own `reason`, or what a moderator wrote when asking `by` to take this bite.
    Raises Conflict `already_taken` naming who has it, `depends` while it waits for another, `appetite` when full.
    """
    task = locked(task)
    if task.status in EATEN_AT and task.assignee:
        raise Conflict(_("%(name)s has already taken it.") % {"name": task.assignee.name}, "already_taken")
    check_open(task.issue)
    lifecycle.check_task_move(task.status, TaskStatus.TAKEN)
    policies.check(policies.may_take(by, task))
    _check_dependencies(task)
    reason = _check_appetite(task, by, reason)
    task.status, task.assignee, task.taken_at, task.raised_at = TaskStatus.TAKEN, by, now(), None
    save(task, "status", "assignee", "taken_at", "raised_at")
    settle(task.issue, by=by, is_progress=True)
    record(events.task_taken, task, by=by, reason=reason)
    return task


def _check_dependencies(task: Task) -> None:
    waiting = task.depends_on.filter(status__in=LIVE_TASK).values_list("title", flat=True)[:3]
    if waiting and not waive("depends"):
        raise Conflict(_("It waits for: %(titles)s.") % {"titles": ", ".join(waiting)}, "depends")


def _check_appetite(task: Task, by: Person, reason: str) -> str:
    """The reason for one more than the appetite; what was said where there is room."""
    reason = text.check_text(reason, most=MOST_DONE_WHEN, name="reason").strip()
    held = appetite.full(by)
    if held is None or waive("appetite"):
        return reason
    if policies.is_moderator(by, task.issue.community):
        why = reason
    else:
        why = appetite.leave(task, by)
    if not why:
        sentence = _("You have %(count)s bites on your plate. Finish one first; a moderator may ask you for one more.")
        raise Conflict(sentence % {"count": held}, "appetite")
    return why


@action
def give_back(task: Task, *, by: Person, reason: str = "") -> Task:
    """Put a taken bite back on the table."""
    task = locked(task)
    reason = text.check_text(reason, most=MOST_DONE_WHEN, name="reason")
    if task.status not in EATEN_AT:
        raise Conflict(_("Nobody has taken it."), lifecycle.ILLEGAL)
    policies.check(policies.may_return(by, task))
    lay_back(task)
    settle(task.issue, by=by)
    record(events.task_returned, task, by=by, reason=reason)
    return task


def lay_back(task: Task) -> None:
    """Take a locked bite off its plate and put it on the table again; its potato is settled by whoever calls."""
    task.status, task.assignee, task.taken_at, task.blocked_reason = TaskStatus.OPEN, None, None, ""
    save(task, "status", "assignee", "taken_at", "blocked_reason")


@action
def cancel(task: Task, *, by: Person, reason: str = "") -> Task:
    """Drop a bite that is not needed, and with it the parts of it that are still live."""
    task = locked(task)
    reason = text.check_text(reason, most=MOST_DONE_WHEN, name="reason")
    lifecycle.check_task_move(task.status, TaskStatus.CANCELLED)
    policies.check(policies.may_shape(by, task))
    eaters = [task.assignee_id] if task.assignee_id else []
    for part in Task.objects.filter(parent=task, status__in=LIVE_TASK):
        cancel(part, by=by, reason=reason)
    task.status = TaskStatus.CANCELLED
    save(task, "status")
    unplant(approve_key(task))
    settle(task.issue, by=by)
    record(events.task_cancelled, task, by=by, reason=reason, eaters=eaters)
    return task


@action
def split(task: Task, *, by: Person, drafts: Sequence[TaskDraft]) -> list[Task]:
    """Cut a bite into smaller ones that are its parts."""
    task = locked(task)
    parts = [replace(draft, parent=task) for draft in drafts]
    _check_all(parts, task.issue, by)
    if task.status not in LIVE_TASK:
        raise Conflict(_("It is already eaten or cancelled."), lifecycle.ILLEGAL)
    made = add(task.issue, by=by, drafts=parts)
    record(events.task_split, task, by=by, parts=made)
    return made
