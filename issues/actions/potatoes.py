"""The life of a potato: flagged, caught, waiting, resolved, opened again, closed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.horizon import check_near
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from feeds.actions import posts
from feeds.actions.attaching import attach
from feeds.models import Attachment, Community
from feeds.models.communities import COMPANY
from feeds.writing import write
from issues import events, lifecycle, policies
from issues.actions.contacts import bring_back, close_doors
from issues.actions.following import follow_tasks, withdraw_open_offer
from issues.actions.keeping import OWNER, give, keep
from issues.actions.plates import clear_plates
from issues.actions.sending import sent_before
from issues.lifecycle import Severity, Status
from issues.models import Contact, Custody, CustodyKind, Customer, Hunter, Issue, Task
from issues.models.rules import number
from issues.moments import check_ahead
from issues.rules import Rule, shown
from issues.watching import on_watch
from issues.working import promise_from
from people.models import Person

MOST_TITLE = 200
MOST_REASON = 500


@dataclass(frozen=True)
class Flag:
    """What a hunter says of a potato: four fields and what comes with them."""

    title: str
    description: str = ""
    customer: Customer | None = None
    community: Community | None = None
    severity: str = Severity.MEDIUM
    due_at: dt.datetime | None = None
    client_uuid: uuid.UUID | None = None
    contact: Contact | None = None
    files: Sequence[Attachment] = ()
    source: str = ""
    external_id: str = ""
    took: dt.timedelta | None = None


@action
def flag(flagged: Flag, *, by: Person) -> Issue:
    """Put a new potato before the whole community; whoever is on watch is accountable at once.

    The same client UUID of the same hunter answers the potato that is already there. Raises Refused for what is not
    filled in rightly, Forbidden for a guest who may not.
    """
    if already := sent_before(flagged.client_uuid, by=by):
        return already
    community = flagged.community or _company_for(by)
    issue = _new(flagged, community, by)
    policies.check(policies.may_help(by, community))
    bring_back(flagged.customer, by=by)
    issue.save()
    Custody.objects.create(issue=issue, person=issue.owner, kind=CustodyKind.WATCH, since=issue.flagged_at)
    Hunter.objects.create(
        issue=issue, person=by, customer=flagged.customer, contact=flagged.contact, joined_at=issue.flagged_at
    )
    issue.post = posts.publish_card(by=by, community=community, kind="issue", object_id=issue.pk)
    attach(flagged.files, issue.post, by=by)
    keep(issue, "post", "status")
    record(events.flagged, issue, by=by, severity=issue.severity, owner=issue.owner)
    return issue


def _company_for(by: Person) -> Community:
    if by.is_guest:
        raise Refused(_("Choose one of your communities."), field="community")
    return Community.objects.get(slug=COMPANY)


def _new(flagged: Flag, community: Community, by: Person) -> Issue:
    at = now()
    check_ahead(flagged.due_at, field="due_at")
    title = _title(flagged.title)
    description, description_html = described(flagged.description)
    return Issue(
        title=title,
        description=description,
        description_html=description_html,
        community=community,
        customer=flagged.customer,
        customer_count=1 if flagged.customer else 0,
        severity=Severity(flagged.severity),
        reporter=by,
        owner=on_watch(community, at),
        owned_since=at,
        flagged_at=at,
        due_at=flagged.due_at,
        heat_at=at,
        progress_at=at,
        client_uuid=flagged.client_uuid,
        source=flagged.source,
        external_id=flagged.external_id,
        flag_took=flagged.took,
    )


def _title(raw: str) -> str:
    title = text.check_line(raw, most=MOST_TITLE, name="title")
    if not title:
        raise Refused(_("Say in one sentence what is wrong."), field="title")
    return title


def described(raw: str) -> tuple[str, str]:
    """A description and its HTML; it may be empty."""
    if not raw.strip():
        return "", ""
    written = write(raw)
    return written.body, written.html


def reason_of(raw: str, *, field: str = "reason") -> str:
    """A reason that is really given. Raises Refused under `field`."""
    reason = text.check_text(raw, most=MOST_REASON, name=field).strip()
    if not reason:
        raise Refused(_("Say why, in a few words."), field=field)
    return reason


@action
def catch(issue: Issue, *, by: Person) -> Issue:
    """Take the potato: from here on `by` is accountable, and the hunter is released.

    Raises Conflict `already_caught` if somebody holds it, Forbidden if `by` may not catch it.
    """
    issue = Issue.objects.locked(issue)
    if issue.status in lifecycle.HELD:
        raise Conflict(_("%(name)s has already caught it.") % {"name": issue.owner.name}, "already_caught")
    lifecycle.check_move(issue.status, Status.CAUGHT)
    policies.check(policies.may_catch(by, issue))
    withdraw_open_offer(issue, by=by)
    hand_to(issue, by, CustodyKind.CATCH, by=by)
    return issue


def hand_to(issue: Issue, person: Person, kind: CustodyKind, *, by: Person | None) -> None:
    """Turn a locked flagged potato into a caught one that `person` holds; the promise of first news starts."""
    before = issue.owner
    give(issue, person, kind)
    issue.status, issue.caught_at, issue.silence_since = Status.CAUGHT, now(), now()
    if issue.customer:
        first = promise_from(issue, now())
        issue.next_news_due_at = min(first, issue.next_news_due_at or first)
    keep(issue, *OWNER, "status", "caught_at", "silence_since", "next_news_due_at")
    record(events.caught, issue, by=by, **{"from": before, "to": person, "how": kind})
    follow_tasks(issue, by=by)


@action
def edit(issue: Issue, *, by: Person, version: int | None, **changes: object) -> Issue:
    """Change title, description, severity, due_at or customer. A stale `version` is Conflict `stale_version`."""
    issue = Issue.objects.locked(issue)
    fields = [name for name, value in changes.items() if _set(issue, name, value)]
    policies.check_version(version, issue.version)
    policies.check(policies.may_edit(by, issue))
    if "customer" in fields:
        bring_back(issue.customer, by=by)
        close_doors(issue)
    if fields:
        keep(issue, *fields, "description_html", "customer_count", "next_news_due_at")
        record(events.edited, issue, by=by, changed=sorted(fields))
    return issue


def _set(issue: Issue, name: str, value: object) -> bool:
    """Set one field to a checked value; whether it changed."""
    if name == "title":
        value = _title(str(value))
    elif name == "description":
        value, issue.description_html = described(str(value))
    elif name == "due_at" and isinstance(value, dt.datetime) and value <= issue.flagged_at:
        raise Refused(_("It cannot be due before it was flagged."), field="due_at")
    elif name == "due_at" and isinstance(value, dt.datetime):
        check_near(value, field=name)
    if getattr(issue, name) == value:
        return False
    setattr(issue, name, value)
    if name == "customer":
        _change_customer(issue)
    return True


def _change_customer(issue: Issue) -> None:
    """The hunter who flagged it speaks for the new customer; a promise starts if somebody holds it already."""
    mine = Hunter.objects.filter(issue=issue, person=issue.reporter_id).order_by("joined_at", "id")
    first = mine.first()
    if first and not mine.filter(customer=issue.customer).exists():
        first.customer, first.contact = issue.customer, None
        first.save(update_fields=["customer", "contact"])
    issue.customer_count = count_customers(issue)
    if issue.customer and issue.caught_at and issue.next_news_due_at is None:
        issue.next_news_due_at = promise_from(issue, now())


def count_customers(issue: Issue) -> int:
    """How many customers are hit."""
    return Hunter.objects.filter(issue=issue, customer__isnull=False).values("customer").distinct().count()


@action
def discard(issue: Issue, *, by: Person, reason: str) -> Issue:
    """Set a flagged potato aside as none; the hunter may appeal once within seven days.

    Bites that were taken already go back, where they wait for the appeal; who had them hears of it.
    """
    issue = Issue.objects.locked(issue)
    reason = reason_of(reason)
    lifecycle.check_move(issue.status, Status.DISCARDED)
    policies.check(policies.may_discard(by, issue))
    withdraw_open_offer(issue, by=by)
    eaters = clear_plates(Task.objects.filter(issue=issue), by=by)
    issue = Issue.objects.locked(issue)
    issue.status, issue.discard_reason, issue.discarded_at = Status.DISCARDED, reason, now()
    keep(issue, "status", "discard_reason", "discarded_at")
    record(events.discarded, issue, by=by, reason=reason, eaters=eaters)
    return issue


@action
def appeal(issue: Issue, *, by: Person, reason: str) -> Issue:
    """Ask a moderator to look again at a discarded potato: once, within seven days by default, by its hunter."""
    issue = Issue.objects.locked(issue)
    reason = reason_of(reason)
    if issue.status != Status.DISCARDED:
        raise Conflict(_("Only a discarded potato can be appealed."), lifecycle.ILLEGAL)
    policies.check(policies.may_appeal(by, issue))
    if issue.appealed_at:
        raise Conflict(_("It was appealed once already."), "already_appealed")
    if issue.discarded_at and not policies.is_in_time(issue, Rule.APPEAL_WITHIN, issue.discarded_at):
        days = shown(number(issue.community_id, Rule.APPEAL_WITHIN))
        raise Conflict(_("The %(days)s days for an appeal are over; flag it anew.") % {"days": days}, "too_late")
    issue.appeal_reason, issue.appealed_at = reason, now()
    keep(issue, "appeal_reason", "appealed_at")
    record(events.appealed, issue, by=by, reason=reason)
    return issue


@action
def accept_appeal(issue: Issue, *, by: Person) -> Issue:
    """A moderator grants the appeal: flagged again, with whoever is on watch now."""
    issue = _appealed(issue, by)
    give(issue, on_watch(issue.community, now()), CustodyKind.WATCH)
    issue.status = Status.FLAGGED
    keep(issue, *OWNER, "status")
    record(events.appeal_accepted, issue, by=by)
    return issue


@action
def reject_appeal(issue: Issue, *, by: Person, reason: str) -> Issue:
    """A moderator refuses the appeal, with a reason."""
    reason = reason_of(reason)
    issue = _appealed(issue, by)
    issue.appeal_rejected_at = now()
    keep(issue, "appeal_rejected_at")
    record(events.appeal_rejected, issue, by=by, reason=reason)
    return issue


def _appealed(issue: Issue, by: Person) -> Issue:
    issue = Issue.objects.locked(issue)
    if issue.status != Status.DISCARDED or issue.appealed_at is None or issue.appeal_rejected_at:
        raise Conflict(_("There is no appeal to decide."), lifecycle.ILLEGAL)
    policies.check(policies.may_moderate(by, issue))
    return issue


@action
def allow_hunter(issue: Issue, *, by: Person, reason: str) -> Issue:
    """A moderator lets the hunter catch the potato after all, with a reason."""
    issue = Issue.objects.locked(issue)
    reason = reason_of(reason)
    if not issue.is_open:
        raise Conflict(_("It is no longer open."), lifecycle.ILLEGAL)
    policies.check(policies.may_moderate(by, issue))
    issue.hunter_may_catch = True
    keep(issue, "hunter_may_catch")
    record(events.hunter_allowed, issue, by=by, reason=reason)
    return issue
