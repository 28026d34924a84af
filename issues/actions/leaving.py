"""Never dropped: what somebody holds goes on in the same transaction in which he can no longer hold it."""

from __future__ import annotations

from collections.abc import Iterable

from esn.activity.clock import now
from esn.activity.spine import action, record
from feeds.models import Community
from issues import events
from issues.actions.following import end_offer, move_custody
from issues.actions.tasks import save, settle
from issues.lifecycle import EATEN_AT, HandoffStatus, TaskStatus
from issues.models import Handoff, Issue, Task, Watch
from issues.watching import on_watch, present_substitute
from people.models import Person


@action
def hand_over_everything(person: Person, by: Person | None) -> None:
    """What a leaver held goes on: potatoes to his substitute or the watch, bites to the table, offers to nobody."""
    if person.is_active and not person.absence_at(now()):
        return
    hand_over(Issue.objects.filter(owner=person), by=by)
    _end_offers(Handoff.objects.filter(offered_to=person), by)
    if not person.is_active:
        _give_back_bites(Task.objects.held_by(person), by)
        _leave_watches(person)


@action
def hand_over_in(person: Person, community: Community, by: Person | None) -> None:
    """Whoever leaves a community whose potatoes he can no longer see hands them over."""
    if Community.objects.readable_by(person).filter(pk=community.pk).exists():
        return
    hand_over(Issue.objects.filter(owner=person, community=community), by=by)
    _end_offers(Handoff.objects.filter(offered_to=person, issue__community=community), by)
    _give_back_bites(Task.objects.held_by(person).filter(issue__community=community), by)
    for watch in Watch.objects.filter(person=person, community=community):
        watch.delete()


def hand_over(issues: Iterable[Issue], *, by: Person | None) -> None:
    """Each open potato goes to its owner's present substitute, else to whoever is on watch."""
    pks = [issue.pk for issue in issues if issue.is_open]
    for pk in sorted(pks):
        issue = Issue.objects.locked(pk)
        substitute = present_substitute(issue.owner, now())
        to = substitute if substitute and Issue.objects.visible_to(substitute).filter(pk=pk).exists() else None
        move_custody(issue, by=by, to=to)


def _end_offers(handoffs: Iterable[Handoff], by: Person | None) -> None:
    for handoff in handoffs:
        if handoff.status == HandoffStatus.OFFERED:
            issue = Issue.objects.locked(handoff.issue_id)
            end_offer(handoff, HandoffStatus.WITHDRAWN)
            record(events.withdrawn, issue, by=by, to=handoff.offered_to)


def _give_back_bites(tasks: Iterable[Task], by: Person | None) -> None:
    for task in tasks:
        issue = Issue.objects.locked(task.issue_id)
        mine = Task.objects.locked(task)
        if mine.status in EATEN_AT:
            mine.issue = issue
            mine.status, mine.assignee, mine.taken_at, mine.blocked_reason = TaskStatus.OPEN, None, None, ""
            save(mine, "status", "assignee", "taken_at", "blocked_reason")
            settle(issue, by=by)
            record(events.task_returned, mine, by=by, reason="")


def _leave_watches(person: Person) -> None:
    """A watch that is left empty falls to whoever comes next in line; the company's is never without a name."""
    for watch in Watch.objects.filter(person=person).select_related("community"):
        watch.person, watch.since = on_watch(watch.community, now(), beside=person), now()
        watch.save(update_fields=["person", "since"])
