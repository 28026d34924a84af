"""Never dropped: what somebody holds goes on in the same transaction in which he can no longer hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from esn.activity.clock import now
from esn.activity.spine import action, record
from feeds.models import Community
from issues import events, policies
from issues.actions.following import end_offer, move_custody
from issues.actions.plates import clear_plates
from issues.actions.tasting import pass_tasting_on, promised_by, waiting_for
from issues.lifecycle import HandoffStatus
from issues.models import Handoff, Issue, Task, Watch
from issues.watching import line_of, on_watch, present_substitute
from people.models import Person


@action
def hand_over_everything(person: Person, by: Person | None) -> None:
    """What a leaver held goes on: potatoes to his substitute or the watch, bites to the table, offers to nobody."""
    if person.is_active and not person.absence_at(now()):
        if person.is_guest:
            _hand_over_unreadable(person, by)
        return
    _lock_all(person, Issue.objects.all())
    hand_over(Issue.objects.filter(owner=person), by=by)
    _end_offers(Handoff.objects.filter(offered_to=person), by)
    pass_tasting_on(waiting_for(person) if person.is_active else promised_by(person), by=by)
    if not person.is_active:
        clear_plates(Task.objects.held_by(person), by=by)
        _leave_watches(person)


STRANDED = """
WITH held (person, community) AS (
    SELECT owner_id, community_id FROM issues_issue WHERE status IN ('flagged', 'caught', 'in_progress', 'waiting')
    UNION SELECT task.assignee_id, issue.community_id
    FROM issues_task task JOIN issues_issue issue ON issue.id = task.issue_id
    WHERE task.status IN ('taken', 'doing', 'review')
    UNION SELECT toss.offered_to_id, issue.community_id
    FROM issues_handoff toss JOIN issues_issue issue ON issue.id = toss.issue_id WHERE toss.status = 'offered'
)
SELECT person, community FROM held JOIN people_person who ON who.id = person
WHERE NOT who.is_ghost AND (NOT who.is_active OR who.role = 'guest' AND NOT EXISTS (
    SELECT 1 FROM feeds_membership WHERE person_id = who.id AND community_id = community
))
ORDER BY person, community
"""
"""Who holds something in a community and can no longer: he caught it in the very moment in which he was put out."""


def hand_over_stranded() -> int:
    """Let go on what is held by somebody who is gone; returns how many held something."""
    with connection.cursor() as cursor:
        cursor.execute(STRANDED)
        rows = cursor.fetchall()
    for person_id, community_id in rows:
        person = Person.objects.get(pk=person_id)
        if person.is_active:
            hand_over_in(person, Community.objects.get(pk=community_id), None)
        else:
            hand_over_everything(person, None)
    return len({person_id for person_id, _community in rows})


@action
def hand_over_in(person: Person, community: Community, by: Person | None) -> None:
    """Whoever leaves a community whose potatoes he can no longer see hands them over.

    Those that are over go too: an owner sees his potato whatever its community, so he must not stay one.
    """
    if Community.objects.readable_by(person).filter(pk=community.pk).exists():
        return
    _lock_all(person, Issue.objects.filter(community=community))
    held = Issue.objects.filter(owner=person, community=community)
    hand_over(held, by=by)
    for pk in sorted(held.values_list("pk", flat=True)):
        move_custody(Issue.objects.locked(pk), by=by)
    _end_offers(Handoff.objects.filter(offered_to=person, issue__community=community), by)
    pass_tasting_on([task for task in promised_by(person) if task.issue.community_id == community.pk], by=by)
    clear_plates(Task.objects.held_by(person).filter(issue__community=community), by=by)
    for watch in Watch.objects.filter(person=person, community=community):
        watch.delete()


def _hand_over_unreadable(person: Person, by: Person | None) -> None:
    """Who became a guest sees only his own communities from now on, open ones or not."""
    part = Q(issues__owner=person) | Q(issues__tasks__assignee=person) | Q(issues__tasks__reviewer=person)
    for community in Community.objects.filter(part).distinct().order_by("pk"):
        hand_over_in(person, community, by)


def _lock_all(person: Person, issues: QuerySet[Issue]) -> None:
    """Lock all that he has a part in, in id order: two who leave at once must not wait for each other."""
    offered = Handoff.objects.offered().filter(offered_to=person).values("issue")
    eaten = Task.objects.held_by(person).values("issue")
    tasted = promised_by(person).values("issue")
    his = issues.filter(Q(owner=person) | Q(pk__in=offered) | Q(pk__in=eaten) | Q(pk__in=tasted))
    list(his.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))


@action
def hand_over_closed(community: Community, by: Person | None) -> None:
    """A community closes: whoever is not in it and held, ate or was to taste something there hands it over."""
    outside = Person.objects.exclude(memberships__community=community)
    eats = Q(tasks_taken__issue__community=community) | Q(tasks_reviewed__issue__community=community)
    for person in outside.filter(Q(issues_owned__community=community) | eats).distinct().order_by("pk"):
        hand_over_in(person, community, by)


def hand_over(issues: Iterable[Issue], *, by: Person | None) -> None:
    """Each open potato goes to its owner's present substitute, else to whoever is on watch."""
    pks = [issue.pk for issue in issues if issue.is_open]
    for pk in sorted(pks):
        hand_over_one(Issue.objects.locked(pk), by=by)


def hand_over_one(issue: Issue, *, by: Person | None) -> None:
    """A locked potato that its owner can no longer hold; whoever is here has no substitute but the watch."""
    move_custody(issue, by=by, to=successor(issue, issue.owner, now()))


def successor(issue: Issue, holder: Person, moment: dt.datetime) -> Person:
    """Who gets the potato at `moment` when `holder` can no longer hold it: a substitute who sees it, else the watch.

    Its hunters are passed over as long as anybody else of the line sees it: they are released.
    """
    hunters, to = policies.released(issue), present_substitute(holder, moment)
    is_free = to is not None and to.pk not in {holder.pk, *hunters}
    if to and is_free and Issue.objects.visible_to(to).filter(pk=issue.pk).exists():
        return to
    first = on_watch(issue.community, moment, beside=holder)
    if first.pk not in hunters:
        return first
    passed = {holder.pk, *hunters}
    others = (person for person in line_of(issue.community, moment) if person.pk not in passed)
    return next((person for person in others if _can_have(person, issue)), first)


def _can_have(person: Person, issue: Issue) -> bool:
    readable = Community.objects.readable_by(person).filter(pk=issue.community_id)
    return person.is_active and not person.is_ghost and readable.exists()


def _end_offers(handoffs: Iterable[Handoff], by: Person | None) -> None:
    for handoff in handoffs:
        if handoff.status == HandoffStatus.OFFERED:
            issue = Issue.objects.locked(handoff.issue_id)
            end_offer(handoff, HandoffStatus.WITHDRAWN)
            record(events.withdrawn, issue, by=by, to=handoff.offered_to)


def _leave_watches(person: Person) -> None:
    """A watch that is left empty falls to whoever comes next in line; the company's is never without a name."""
    for watch in Watch.objects.filter(person=person).select_related("community"):
        watch.person, watch.since = on_watch(watch.community, now(), beside=person), now()
        watch.save(update_fields=["person", "since"])
