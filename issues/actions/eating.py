"""Eating a bite: started, blocked, reviewed, finished; and shaping it: edited, put in another order."""

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
from issues.actions.tasks import MOST_DONE_WHEN, MOST_TITLE, check_open, check_reviewer, locked, recount, save, settle
from issues.actions.tasting import relieve
from issues.lifecycle import EATEN_AT, LIVE_TASK, Size, TaskStatus
from issues.models import Task, TaskDependency
from people.actions.skills import skills_named
from people.models import Person


@action
def start(task: Task, *, by: Person) -> Task:
    """Begin to eat a taken bite."""
    task = locked(task)
    check_open(task.issue)
    lifecycle.check_task_move(task.status, TaskStatus.DOING)
    policies.check(policies.may_eat(by, task))
    task.status = TaskStatus.DOING
    save(task, "status")
    settle(task.issue, by=by)
    record(events.task_started, task, by=by)
    return task


@action
def finish(task: Task, *, by: Person, effort: str) -> Task:
    """Finish a bite with the effort that it took, in one tap; to its reviewer first if it has one."""
    task = locked(task)
    if effort not in Size.values:
        raise Refused(_("Tap how long it took you."), field="effort")
    check_open(task.issue)
    relieve(task, by=by)
    to = TaskStatus.REVIEW if task.reviewer_id and task.reviewer_id != by.pk else TaskStatus.DONE
    lifecycle.check_task_move(task.status, to)
    policies.check(policies.may_eat(by, task))
    if Task.objects.filter(parent=task, status__in=LIVE_TASK).exists():
        raise Conflict(_("Some of its parts are not eaten yet."), "live_parts")
    task.status, task.effort, task.blocked_reason = to, effort, ""
    if to == TaskStatus.DONE:
        task.finished_at = now()
    save(task, "status", "effort", "blocked_reason", "finished_at")
    settle(task.issue, by=by, is_progress=to == TaskStatus.DONE)
    record(events.task_finished if to == TaskStatus.DONE else events.task_to_review, task, by=by, effort=effort)
    return task


@action
def review(task: Task, *, by: Person, verdict: str, reason: str = "") -> Task:
    """Accept a finished bite, or ask for rework with a reason."""
    task = locked(task)
    if verdict not in ("accept", "rework"):
        raise Refused(_("Accept it, or ask for rework."), field="verdict")
    reason = reason_of(reason) if verdict == "rework" else text.check_text(reason, most=MOST_DONE_WHEN, name="reason")
    if task.status != TaskStatus.REVIEW:
        raise Conflict(_("It is not in review."), lifecycle.ILLEGAL)
    policies.check(policies.may_review(by, task))
    if verdict == "accept":
        task.status, task.finished_at = TaskStatus.DONE, now()
    else:
        task.status, task.effort = TaskStatus.DOING, ""
    save(task, "status", "finished_at", "effort")
    settle(task.issue, by=by, is_progress=verdict == "accept")
    record(events.task_finished if verdict == "accept" else events.task_reworked, task, by=by, reason=reason)
    return task


@action
def block(task: Task, *, by: Person, reason: str) -> Task:
    """Say that a bite cannot go on, and why."""
    task = locked(task)
    reason = reason_of(reason)
    if task.status not in EATEN_AT:
        raise Conflict(_("Only a taken bite can be blocked."), lifecycle.ILLEGAL)
    policies.check(policies.may_eat(by, task))
    task.blocked_reason = reason
    save(task, "blocked_reason")
    settle(task.issue, by=by)
    record(events.task_blocked, task, by=by, reason=reason)
    return task


@action
def unblock(task: Task, *, by: Person) -> Task:
    """Say that a blocked bite goes on."""
    task = locked(task)
    if not task.is_blocked:
        raise Conflict(_("It is not blocked."), lifecycle.ILLEGAL)
    policies.check(policies.may_return(by, task))
    task.blocked_reason = ""
    save(task, "blocked_reason")
    settle(task.issue, by=by)
    record(events.task_unblocked, task, by=by)
    return task


@action
def edit(task: Task, *, by: Person, version: int | None, **changes: object) -> Task:
    """Change title, done_when, size, due_at, reviewer, skills or depends_on. Stale is Conflict `stale_version`."""
    task = locked(task)
    changed = sorted(changes)
    _set_relations(task, changes)
    if isinstance(reviewer := changes.get("reviewer"), Person) and reviewer.pk != task.reviewer_id:
        check_reviewer(reviewer, task.issue, by)
    fields = [name for name, value in changes.items() if _set(task, name, value)]
    policies.check_version(version, task.version)
    check_open(task.issue)
    policies.check(policies.may_shape(by, task))
    save(task, *fields)
    recount(task.issue)
    record(events.task_edited, task, by=by, changed=changed)
    if task.status == TaskStatus.REVIEW:
        relieve(task, by=by)
    return task


def _set(task: Task, name: str, value: object) -> bool:
    if name == "title":
        value = text.check_text(str(value), most=MOST_TITLE, name=name).strip()
        if not value:
            raise Refused(_("Name the bite in a few words."), field=name)
    elif name == "done_when":
        value = text.check_text(str(value), most=MOST_DONE_WHEN, name=name)
    elif name == "due_at" and isinstance(value, dt.datetime):
        check_near(value, field=name)
    elif name == "size" and value not in Size.values:
        raise Refused(_("Choose a size; bigger than L is split again."), field=name)
    if getattr(task, name) == value:
        return False
    setattr(task, name, value)
    return True


def _set_relations(task: Task, changes: dict[str, object]) -> None:
    names, needed = changes.pop("skills", None), changes.pop("depends_on", None)
    if isinstance(names, list):
        task.skills.set(skills_named(names))
    if isinstance(needed, list):
        set_dependencies(task, needed)


def set_dependencies(task: Task, needed: list[Task]) -> None:
    """Let a bite wait for these; raises Refused for another potato's and for a circle."""
    for other in needed:
        if other.issue_id != task.issue_id:
            raise Refused(_("It can only wait for bites of the same potato."), field="depends_on")
        if other.pk == task.pk or task.pk in _needed_by(other):
            raise Refused(_("These bites would wait for each other."), "cycle", "depends_on")
    TaskDependency.objects.filter(task=task).delete()
    TaskDependency.objects.bulk_create([TaskDependency(task=task, needs=other) for other in needed])


def _needed_by(task: Task) -> set[int]:
    """The ids of all that `task` waits for, directly or not."""
    edges = TaskDependency.objects.filter(task__issue=task.issue_id).values_list("task_id", "needs_id")
    needs: dict[int, list[int]] = {}
    for waiting, needed in edges:
        needs.setdefault(waiting, []).append(needed)
    seen: set[int] = set()
    rest = [task.pk]
    while rest:
        for needed in needs.get(rest.pop(), []):
            if needed not in seen:
                seen.add(needed)
                rest.append(needed)
    return seen


@action
def reorder(task: Task, *, by: Person, before: Task | None) -> Task:
    """Put a bite before another of its potato, or at the end."""
    task = locked(task)
    policies.check(policies.may_help(by, task.issue.community))
    order = list(Task.objects.filter(issue=task.issue_id).exclude(pk=task.pk).order_by("position", "id"))
    where = next((at for at, other in enumerate(order) if before and other.pk == before.pk), len(order))
    order.insert(where, task)
    for position, other in enumerate(order, 1):
        other.position = position
    Task.objects.bulk_update(order, ["position"])
    recount(task.issue)
    record(events.task_moved, task, by=by, before=before)
    return task
