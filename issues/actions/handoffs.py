"""Tosses: the owner offers the potato and stays accountable until somebody catches it; moderators assign."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, plant, record, waive
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import events, lifecycle, policies
from issues.actions.following import end_offer, handoff_key, withdraw_open_offer
from issues.actions.keeping import BOUNCED, OWNER, bounce, give, keep
from issues.actions.potatoes import MOST_REASON, hand_to, reason_of
from issues.heat import Band
from issues.lifecycle import HandoffStatus, Status
from issues.models import Custody, CustodyKind, Handoff, Issue
from issues.models.rules import count, number, span
from issues.rules import Rule
from people.models import Person


@action
def offer(issue: Issue, *, by: Person, to: Person, reason: str = "") -> Handoff:
    """Toss the potato to `to`, who may refuse; the owner stays accountable until then.

    Raises Conflict `toss_frozen` from so many bounces on, three unless the community says otherwise, or towards one of
    the last owners since the last progress, Refused without a reason from two bounces on.
    """
    issue = Issue.objects.locked(issue)
    _check_another(issue, to)
    _check_receiver(issue, to)
    reason = _reason(issue, reason)
    _check_open(issue)
    policies.check(policies.may_steer(by, issue))
    _check_frozen(issue, to)
    if Handoff.objects.offered().filter(issue=issue).exists():
        raise Conflict(_("It is already offered to somebody; withdraw that first."), "already_offered")
    handoff = _make(issue, by=issue.owner, to=to, reason=reason)
    plant("handoff.expire", key=handoff_key(handoff), due_at=handoff.expires_at, handoff=handoff.pk)
    keep(issue)
    record(events.offered, issue, by=by, to=to, handoff=handoff, reason=reason)
    return handoff


def _reason(issue: Issue, reason: str) -> str:
    if asks_reason(issue):
        return reason_of(reason)
    return text.check_text(reason, most=MOST_REASON, name="reason")


def asks_reason(issue: Issue) -> bool:
    """Whether it changed hands so often without progress that the next toss says why."""
    return issue.bounces >= number(issue.community_id, Rule.REASON_AT)


def _make(issue: Issue, *, by: Person, to: Person, reason: str) -> Handoff:
    rule = Rule.TOSS_EXPIRES_ON_FIRE if issue.band == Band.ON_FIRE else Rule.TOSS_EXPIRES
    return Handoff.objects.create(
        issue=issue,
        offered_by=by,
        offered_to=to,
        reason=reason,
        offered_at=now(),
        expires_at=now() + span(issue.community_id, rule),
    )


def _check_open(issue: Issue) -> None:
    if not issue.is_open and not waive("open"):
        raise Conflict(_("Only an open potato can change hands."), lifecycle.ILLEGAL)


def _check_another(issue: Issue, to: Person) -> None:
    if to.pk == issue.owner_id:
        raise Refused(_("%(name)s holds it already.") % {"name": to.name}, field="to")


def _check_receiver(issue: Issue, to: Person) -> None:
    if (not to.is_active or to.is_ghost) and not waive("receiver_gone"):
        raise Refused(_("%(name)s is no longer active.") % {"name": to.name}, field="to")
    if to.absence_at(now()) and not waive("receiver_away"):
        raise Refused(_("%(name)s is away.") % {"name": to.name}, field="to")
    if (sentence := policies.may_help(to, issue.community)) and not waive("receiver_may_help"):
        raise Refused(sentence, field="to")
    if not issue.hunter_may_catch and policies.is_hunter(to, issue) and not waive("hunter_released"):
        raise Refused(_("%(name)s flagged it and is released from it.") % {"name": to.name}, "hunter_released", "to")


def _check_frozen(issue: Issue, to: Person) -> None:
    chain = earlier_owners(issue)
    if policies.is_frozen(issue) or to.pk in {person.pk for person in chain}:
        names = " → ".join(person.first_name for person in reversed(chain))
        sentence = _("It went round too often (%(chain)s); a moderator must assign it now.")
        raise Conflict(sentence % {"chain": names}, "toss_frozen")


def earlier_owners(issue: Issue) -> list[Person]:
    """The last owners since the last progress, latest first; the watch's first custody does not count."""
    rows = Custody.objects.filter(issue=issue, before_progress=False).exclude(kind=CustodyKind.WATCH)
    owners: list[Person] = []
    for row in rows.select_related("person").order_by("-id"):
        if row.person not in owners:
            owners.append(row.person)
    return owners[: count(issue.community_id, Rule.EARLIER_OWNERS)]


def _locked(handoff: Handoff) -> Handoff:
    """The offer and its potato, both locked, the potato first."""
    issue = Issue.objects.locked(handoff.issue_id)
    found = Handoff.objects.select_related("offered_by", "offered_to").get(pk=handoff.pk)
    found.issue = issue
    return found


@action
def accept(handoff: Handoff, *, by: Person) -> Issue:
    """Catch what was tossed: `by` is accountable from here on; a flagged potato is caught by it."""
    handoff = _locked(handoff)
    issue = handoff.issue
    lifecycle.check_handoff_move(handoff.status, HandoffStatus.ACCEPTED)
    _check_open(issue)
    policies.check(policies.may_answer_handoff(by, handoff))
    if by.absence_at(now()):
        policies.check(_("You are away; end your absence first."))
    end_offer(handoff, HandoffStatus.ACCEPTED)
    if issue.status == Status.FLAGGED:
        hand_to(issue, by, CustodyKind.TOSS, by=by)
        return issue
    _pass_on(issue, by, CustodyKind.TOSS)
    record(events.accepted, issue, by=by, **{"from": handoff.offered_by, "handoff": handoff})
    return issue


def _pass_on(issue: Issue, to: Person, kind: CustodyKind) -> None:
    give(issue, to, kind)
    keep(issue, *OWNER)


@action
def refuse(handoff: Handoff, *, by: Person, reason: str = "") -> Issue:
    """Say no to a toss; it counts as half a bounce by default."""
    handoff = _locked(handoff)
    issue = handoff.issue
    reason = text.check_text(reason, most=MOST_REASON, name="reason")
    lifecycle.check_handoff_move(handoff.status, HandoffStatus.REFUSED)
    policies.check(policies.may_answer_handoff(by, handoff))
    end_offer(handoff, HandoffStatus.REFUSED, answer=reason)
    bounce(issue, number(issue.community_id, Rule.REFUSAL_COUNTS))
    keep(issue, *BOUNCED)
    record(events.refused, issue, by=by, **{"from": handoff.offered_by, "handoff": handoff, "reason": reason})
    return issue


@action
def withdraw(handoff: Handoff, *, by: Person) -> Issue:
    """Take a toss back before it is answered."""
    handoff = _locked(handoff)
    lifecycle.check_handoff_move(handoff.status, HandoffStatus.WITHDRAWN)
    policies.check(policies.may_withdraw(by, handoff))
    end_offer(handoff, HandoffStatus.WITHDRAWN)
    keep(handoff.issue)
    record(events.withdrawn, handoff.issue, by=by, to=handoff.offered_to)
    return handoff.issue


@action
def expire(handoff: Handoff) -> None:
    """Let a toss end that nobody answered in time; an answered one stays as it is."""
    handoff = _locked(handoff)
    if handoff.status != HandoffStatus.OFFERED:
        return
    end_offer(handoff, HandoffStatus.EXPIRED)
    keep(handoff.issue)
    record(events.expired, handoff.issue, by=None, **{"from": handoff.offered_by, "to": handoff.offered_to})


@action
def assign(issue: Issue, *, by: Person, to: Person, reason: str) -> Issue:
    """A moderator makes `to` the owner at once, with a reason; the only way once tosses are frozen."""
    issue = Issue.objects.locked(issue)
    reason = reason_of(reason)
    if issue.status != Status.FLAGGED:
        _check_another(issue, to)
    _check_receiver(issue, to)
    _check_open(issue)
    policies.check(policies.may_moderate(by, issue))
    withdraw_open_offer(issue, by=None)
    before = issue.owner
    if issue.status == Status.FLAGGED:
        hand_to(issue, to, CustodyKind.ASSIGNED, by=by)
    else:
        _pass_on(issue, to, CustodyKind.ASSIGNED)
    record(events.assigned, issue, by=by, reason=reason, **{"from": before, "to": to})
    return issue
