"""What follows from a change of state: offers that end, work that starts, owners that must change."""

from __future__ import annotations

from esn.activity.clock import is_held, now
from esn.activity.events import Event
from esn.activity.spine import record, unplant
from issues import events
from issues.actions.keeping import OWNER, give, keep, resume_clocks
from issues.lifecycle import HandoffStatus, Status
from issues.models import CustodyKind, Handoff, Issue
from issues.watching import on_watch
from people.models import Person


def wake_key(issue: Issue) -> str:
    """The key of the due job that ends its waiting."""
    return f"issue:{issue.pk}:wake"


def close_key(issue: Issue) -> str:
    """The key of the due job that closes it."""
    return f"issue:{issue.pk}:close"


def handoff_key(handoff: Handoff) -> str:
    """The key of the due job that lets it expire."""
    return f"handoff:{handoff.pk}:expire"


def end_offer(handoff: Handoff, status: HandoffStatus, *, answer: str = "") -> None:
    """Decide an offer that was open."""
    handoff.status, handoff.answer, handoff.decided_at = status, answer, now()
    handoff.save(update_fields=["status", "answer", "decided_at"])
    unplant(handoff_key(handoff))


def withdraw_open_offer(issue: Issue, *, by: Person | None) -> None:
    """End the open offer of a locked issue, if there is one, because things went another way; a replay has none."""
    if is_held(issue):
        return
    handoff = Handoff.objects.select_related("offered_to").offered().filter(issue=issue).first()
    if handoff and by and handoff.offered_to_id == by.pk:
        end_offer(handoff, HandoffStatus.ACCEPTED)
    elif handoff:
        end_offer(handoff, HandoffStatus.WITHDRAWN)
        record(events.withdrawn, issue, by=by, to=handoff.offered_to)


def follow_tasks(issue: Issue, *, by: Person | None) -> None:
    """After a move of bites: end a wait, begin, or set back to caught; saves nothing but what it changes."""
    if issue.status == Status.WAITING:
        wake(issue, by=by)
    working = issue.task_taken or issue.task_done
    if issue.status == Status.CAUGHT and working:
        issue.status = Status.IN_PROGRESS
        keep(issue, "status")
        record(events.begun, issue, by=None)
    elif issue.status == Status.IN_PROGRESS and not working:
        issue.status = Status.CAUGHT
        keep(issue, "status")
        record(events.set_back, issue, by=None)


def wake(issue: Issue, *, by: Person | None) -> None:
    """End the waiting of a locked issue: back to the state before, and its clocks run on."""
    resume_clocks(issue)
    issue.status = Status(issue.status_before or Status.CAUGHT)
    waited = issue.waiting_since
    issue.status_before, issue.waiting_for, issue.waiting_reason = "", "", ""
    issue.waiting_until = issue.waiting_since = None
    keep(
        issue, "status", "status_before", "waiting_for", "waiting_reason", "waiting_until", "waiting_since",
        "progress_at", "silence_since", "next_news_due_at",
    )  # fmt: skip
    unplant(wake_key(issue))
    record(events.resumed, issue, by=by, waited_since=waited)


def keep_in_hands(issue: Issue, *, by: Person | None) -> None:
    """Move custody on of a locked issue that is open again, if its owner left or is away meanwhile."""
    if not is_held(issue) and (not issue.owner.is_active or issue.owner.absence_at(now())):
        move_custody(issue, by=by)


def move_custody(
    issue: Issue, *, by: Person | None, to: Person | None = None, event: Event[Issue] = events.custody_moved
) -> None:
    """Give a locked issue to `to`, or to whoever is on watch, because its owner can no longer hold it, or did not."""
    before = issue.owner
    after = to or on_watch(issue.community, now(), beside=before)
    if after.pk == before.pk:
        return
    give(issue, after, CustodyKind.MOVED)
    keep(issue, *OWNER)
    record(event, issue, by=by, **{"from": before, "to": after})
