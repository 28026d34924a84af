"""Merging two potatoes that are one, and undoing it within a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from esn.activity import history
from esn.activity.clock import now
from esn.activity.spine import action, plant, record, unplant
from esn.lib.errors import Conflict, Refused
from issues import events, lifecycle, policies
from issues.actions.following import follow_tasks, keep_in_hands, wake_key, withdraw_open_offer
from issues.actions.keeping import COUNTERS, count_tasks, keep
from issues.actions.potatoes import count_customers
from issues.lifecycle import LIVE_TASK, Status
from issues.models import CustomerLink, Hunter, Issue, IssueFollow, Task, TaskDependency
from issues.models.rules import number
from issues.rules import Rule, shown
from issues.working import promise_from
from people.models import Person


def _both(issue: Issue, into: Issue) -> tuple[Issue, Issue]:
    """Both rows locked, in id order so that two merges cannot wait for each other."""
    locked = {pk: Issue.objects.locked(pk) for pk in sorted((issue.pk, into.pk))}
    return locked[issue.pk], locked[into.pk]


@action
def merge(issue: Issue, *, by: Person, into: Issue) -> Issue:
    """Fold `issue` into an open one: hunters, customers' links, followers and live bites move there.

    Raises Refused for merging into itself, Conflict for one that is not open, Forbidden for the others.
    """
    if issue.pk == into.pk:
        raise Refused(_("A potato cannot be merged into itself."), field="into")
    issue, into = _both(issue, into)
    lifecycle.check_move(issue.status, Status.MERGED)
    if not into.is_open:
        raise Conflict(_("The other potato is no longer open."), lifecycle.ILLEGAL)
    policies.check(policies.may_steer(by, issue))
    withdraw_open_offer(issue, by=None)
    owed = _owed(issue)
    moved = _move_all(issue, into)
    issue.status_before, issue.status, issue.merged_into, issue.merged_at = issue.status, Status.MERGED, into, now()
    issue.next_news_due_at = None
    count_tasks(issue)
    keep(issue, "status", "status_before", "merged_into", "merged_at", "next_news_due_at", *COUNTERS)
    unplant(wake_key(issue))
    record(events.merged, issue, by=by, into=into, moved=moved)
    _settle(into, by)
    _promise(into, owed)
    return issue


def _owed(issue: Issue) -> dt.datetime | None:
    """When its customers expect news; a promise whose clock stands goes on from now."""
    if issue.next_news_due_at and issue.status == Status.WAITING and issue.waiting_since:
        return issue.next_news_due_at + (now() - issue.waiting_since)
    return issue.next_news_due_at


def _promise(into: Issue, owed: dt.datetime | None) -> None:
    """What was promised to the customers who came along holds: the earlier promise counts."""
    promised = [moment for moment in (into.next_news_due_at, owed) if moment]
    if not promised and into.customer_id and into.status in lifecycle.HELD:
        promised = [promise_from(into, now())]
    if promised and min(promised) != into.next_news_due_at:
        into.next_news_due_at = min(promised)
        keep(into, "next_news_due_at")


def _move_all(issue: Issue, into: Issue) -> dict[str, list[int]]:
    """Move what moves; the ids of each kind, so that it can be undone."""
    there = set(Hunter.objects.filter(issue=into).values_list("person_id", "customer_id"))
    hunters = [row.pk for row in Hunter.objects.filter(issue=issue) if (row.person_id, row.customer_id) not in there]
    followed = IssueFollow.objects.filter(issue=into).values("person_id")
    follows = IssueFollow.objects.filter(issue=issue).exclude(person_id__in=followed)
    moved = {
        "hunters": hunters,
        "links": list(CustomerLink.objects.filter(issue=issue).values_list("pk", flat=True)),
        "tasks": list(Task.objects.filter(issue=issue, status__in=LIVE_TASK).values_list("pk", flat=True)),
        "follows": list(follows.values_list("pk", flat=True)),
    }
    _put(moved, into)
    return moved


def _put(moved: Mapping[str, Any], issue: Issue) -> None:
    Hunter.objects.filter(pk__in=moved["hunters"]).update(issue=issue)
    CustomerLink.objects.filter(pk__in=moved["links"]).update(issue=issue)
    IssueFollow.objects.filter(pk__in=moved["follows"]).update(issue=issue)
    tasks = Task.objects.filter(pk__in=moved["tasks"])
    tasks.exclude(parent__in=moved["tasks"]).update(parent=None)
    Task.objects.filter(parent__in=moved["tasks"]).exclude(pk__in=moved["tasks"]).update(parent=None)
    tasks.update(issue=issue)
    TaskDependency.objects.exclude(task__issue=F("needs__issue")).filter(
        Q(task__in=moved["tasks"]) | Q(needs__in=moved["tasks"])
    ).delete()


def _settle(issue: Issue, by: Person | None) -> None:
    """Count the other potato anew after bites and hunters came or went."""
    count_tasks(issue)
    issue.customer_count = count_customers(issue)
    if issue.customer is None:
        first = Hunter.objects.filter(issue=issue, customer__isnull=False).select_related("customer").first()
        issue.customer = first.customer if first else None
    keep(issue, "customer", "customer_count", *COUNTERS)
    follow_tasks(issue, by=by)
    record(events.edited, issue, by=by, changed=["merged"])


@action
def undo_merge(issue: Issue, *, by: Person) -> Issue:
    """Take a merge back in time, as long as the other is not closed: a moderator, or the other's owner.

    Raises Conflict `illegal_transition` or `too_late`, Forbidden for the others.
    """
    issue, into = _merged(issue)
    _check_undo(issue, into, by)
    _part(issue, into)
    record(events.unmerged, issue, by=by, other=into)
    keep_in_hands(issue, by=by)
    if issue.status != Status.WAITING:
        follow_tasks(issue, by=by)
    _settle(into, by)
    return issue


def _merged(issue: Issue) -> tuple[Issue, Issue]:
    """A merged potato and the one that it went into, both locked."""
    if issue.merged_into is None:
        raise Conflict(_("It was not merged."), lifecycle.ILLEGAL)
    issue, into = _both(issue, issue.merged_into)
    if issue.status != Status.MERGED:
        raise Conflict(_("It was not merged."), lifecycle.ILLEGAL)
    return issue, into


def _check_undo(issue: Issue, into: Issue, by: Person) -> None:
    if not into.is_open and into.status != Status.RESOLVED:
        raise Conflict(_("The other potato is closed or merged meanwhile."), lifecycle.ILLEGAL)
    if by.pk != into.owner_id:
        policies.check(policies.may_moderate(by, issue))
    if not policies.is_in_time(issue, Rule.UNMERGED_WITHIN, issue.merged_at):
        hours = shown(number(issue.community_id, Rule.UNMERGED_WITHIN))
        raise Conflict(_("A merge can be undone for %(hours)s hours only.") % {"hours": hours}, "too_late")


def _part(issue: Issue, into: Issue) -> None:
    """Give back what came from `issue`, and let it stand where it stood."""
    last = history.of("issue", issue.pk).filter(name=events.merged.name).last()
    if last is not None:
        _put_back(last.facts["moved"], issue, into)
    issue.status, issue.status_before = Status(issue.status_before), ""
    issue.merged_into = issue.merged_at = None
    count_tasks(issue)
    issue.customer_count = count_customers(issue)
    _go_on(issue)
    keep(
        issue, "status", "status_before", "merged_into", "merged_at", "next_news_due_at", "customer_count", *COUNTERS
    )  # fmt: skip


def _go_on(issue: Issue) -> None:
    """What the merge ended begins again: the promise to the customer, and the wake-up of one that waits."""
    if issue.customer_id and issue.status in lifecycle.HELD:
        issue.next_news_due_at = promise_from(issue, now())
    if issue.status == Status.WAITING:
        issue.status_before = Status.IN_PROGRESS if issue.task_taken or issue.task_done else Status.CAUGHT
        plant("issue.wake", key=wake_key(issue), due_at=issue.waiting_until or now(), issue=issue.pk)


def _put_back(moved: Mapping[str, Any], issue: Issue, into: Issue) -> None:
    """Only what is still there and, of the bites, what is still live comes back."""
    tasks = Task.objects.filter(pk__in=moved["tasks"], issue=into, status__in=LIVE_TASK)
    _put({**moved, "tasks": list(tasks.values_list("pk", flat=True))}, issue)
