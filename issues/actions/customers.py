"""Customers: what they are told, the links they hold, and what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import links, text
from esn.lib.errors import Conflict, Refused
from esn.lib.unique import given_once
from issues import events, lifecycle, pictures, policies
from issues.actions.contacts import checked_name, not_a_guest
from issues.actions.following import wake
from issues.actions.keeping import PROGRESS, keep, progress
from issues.actions.letters import LASTS, write_letters
from issues.actions.resolving import close, reopen
from issues.lifecycle import Status, Tier, WaitingFor
from issues.models import Contact, Customer, CustomerLink, CustomerMessage, CustomerUpdate, Issue, Satisfaction
from issues.models.customers import MessageKind
from issues.moments import check_ahead
from issues.recipients import contacts_of, mailed_by
from issues.working import promise_from
from people.models import Person

MOST_MESSAGE = 4000
MOST_SEGMENT = 60
MOST_MESSAGES = 50
MOST_WORD = 200
SCORES = range(1, 6)


@action
def create_customer(
    *,
    by: Person,
    name: str,
    tier: str = Tier.STANDARD,
    language: str = "en",
    segment: str = "",
    owner: Person | None = None,
) -> Customer:
    """Add a customer. Raises Refused for a name that is empty or taken."""
    customer = Customer(
        name=checked_name(name), tier=Tier(tier), language=language, segment=_segment(segment), owner=owner
    )
    not_a_guest(by)
    with given_once(_("There is already a customer of this name."), field="name"):
        customer.save()
    record(events.customer_created, customer, by=by)
    return customer


def _checked(field: str, value: object) -> object:
    if field == "name":
        return checked_name(str(value))
    return _segment(str(value)) if field == "segment" else value


def _segment(raw: str) -> str:
    return text.check_text(raw, most=MOST_SEGMENT, name="segment").strip()


@action
def update_customer(customer: Customer, *, by: Person, version: int | None, **changes: object) -> Customer:
    """Change name, tier, language, segment or owner. A stale `version` is Conflict `stale_version`."""
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    for field, value in changes.items():
        setattr(customer, field, _checked(field, value))
    policies.check_version(version, customer.version)
    not_a_guest(by)
    customer.version += 1
    with given_once(_("There is already a customer of this name."), field="name"):
        customer.save()
    record(events.customer_updated, customer, by=by, changed=sorted(changes))
    return customer


@action
def publish_news(
    issue: Issue,
    *,
    by: Person,
    body: str,
    next_news_at: dt.datetime | None = None,
    to: Sequence[Contact] | None = None,
) -> CustomerUpdate:
    """Tell the customer: on his page, and by mail to the contacts `to`, or to all who want it. The next promise starts.

    Raises Refused for an empty text, a past promise, a file of elsewhere, or a contact who is not of a customer of this
    potato; Conflict for one that nobody has caught yet or that is closed; Forbidden for whoever may not speak for it.
    """
    issue = Issue.objects.locked(issue)
    html = drawn(body)
    check_ahead(next_news_at, field="next_news_at")
    contacts = recipients(issue, to)
    check_telling(issue, by)
    pictures.hang(html, issue, by=by)
    is_first, due_at = issue.news_at is None, _promised(issue)
    _begin_promise(issue, next_news_at)
    news = CustomerUpdate.objects.create(
        issue=issue, body=body.strip(), body_html=html, by=by, at=now(), due_at=due_at,
        next_news_at=issue.next_news_due_at,
    )  # fmt: skip
    keep(issue, *PROGRESS, "news_at", "silence_since", "next_news_due_at")
    write_letters(news, contacts, by=by)
    record(events.news_published, issue, by=by, news=news, first=is_first, mailed=len(contacts))
    return news


def check_telling(issue: Issue, by: Person) -> None:
    """Raise Conflict for a potato that is not caught yet or closed, Forbidden for who may not speak for it."""
    if issue.status not in lifecycle.HELD and issue.status != Status.RESOLVED:
        raise Conflict(_("News starts with the catch."), lifecycle.ILLEGAL)
    policies.check(policies.may_tell_customer(by, issue))


def _promised(issue: Issue) -> dt.datetime | None:
    """When news was due before this one; while a potato waits, its promise stands still."""
    due = issue.next_news_due_at if issue.is_open else None
    pause = now() - issue.waiting_since if issue.status == Status.WAITING and issue.waiting_since else dt.timedelta()
    return due + pause if due else None


def _begin_promise(issue: Issue, next_news_at: dt.datetime | None) -> None:
    """The customer has just heard: silence begins anew, and the next news is due when it is said, else as is usual."""
    progress(issue)
    issue.news_at = issue.silence_since = issue.progress_at
    if issue.is_open:
        issue.next_news_due_at = next_news_at or promise_from(issue, now())


def drawn(body: str) -> str:
    """News as HTML for a customer: no link to a colleague or a tag. Raises Refused for none, or one too long."""
    if not text.check_text(body, most=text.MAX_BODY, name="body").strip():
        raise Refused(_("Write something first."), "blank", "body")
    return text.render(body.strip(), people={}, tags=False).html


def recipients(issue: Issue, to: Sequence[Contact] | None) -> list[Contact]:
    """Who of `to` gets news by mail, or all who want it. Raises Refused for one who is not reached by it."""
    reached = mailed_by(issue)
    if to is None:
        return reached
    wanted = {contact.pk for contact in to}
    if not wanted <= {contact.pk for contact in reached}:
        raise Refused(
            _("News reaches the contacts of this potato’s customers who want mail, and nobody else."), field="to"
        )
    return [contact for contact in reached if contact.pk in wanted]


@action
def issue_link(issue: Issue, *, by: Person, contact: Contact) -> tuple[CustomerLink, str]:
    """Hand out a link to the potato's page for a contact: the link, and its address, which is shown this once."""
    issue = Issue.objects.locked(issue)
    if not contacts_of(issue).filter(pk=contact.pk).exists():
        raise Refused(_("This contact is not of a customer of this potato."), field="contact")
    policies.check(policies.may_tell_customer(by, issue))
    link, url = _new_link(issue, by, contact)
    record(events.link_issued, issue, by=by, link=link, contact=contact)
    return link, url


def _new_link(issue: Issue, by: Person, contact: Contact) -> tuple[CustomerLink, str]:
    token = links.new_token()
    link = CustomerLink.objects.create(
        issue=issue, contact=contact, digest=links.digest(token), by=by, created=now(), expires_at=now() + LASTS
    )
    return link, settings.BASE_URL + reverse("issues:status", args=[token])


def _issue_of(link: CustomerLink) -> Issue:
    """The potato that the link opens now, locked: since the link was read a merge may have taken it along.

    Raises Conflict if that happens in this very moment: to lock a second potato now could be a deadlock.
    """
    where = CustomerLink.objects.filter(pk=link.pk).values_list("issue_id", flat=True)
    issue = Issue.objects.locked(where.get())
    if where.get() != issue.pk:
        raise Conflict(_("This was changed in this very moment; please send it once more."), "moved")
    return issue


@action
def rotate_link(link: CustomerLink, *, by: Person) -> tuple[CustomerLink, str]:
    """Close a link and hand out another in its place, shown this once. Raises Conflict for a closed one."""
    issue = _issue_of(link)
    policies.check(policies.may_tell_customer(by, issue))
    link = CustomerLink.objects.select_for_update(no_key=True, of=("self",)).select_related("contact").get(pk=link.pk)
    if not link.is_usable(now()) or link.contact.removed_at:
        raise Conflict(_("This link is closed; hand out a new one."), "link_closed")
    link.revoked_at = now()
    link.save(update_fields=["revoked_at"])
    fresh, url = _new_link(issue, by, link.contact)
    record(events.link_rotated, issue, by=by, link=fresh, before=link, contact=link.contact)
    return fresh, url


@action
def revoke_link(link: CustomerLink, *, by: Person) -> CustomerLink:
    """Close a link for good; twice is once."""
    issue = _issue_of(link)
    policies.check(policies.may_tell_customer(by, issue))
    link = CustomerLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = now()
        link.save(update_fields=["revoked_at"])
        record(events.link_revoked, issue, by=by, link=link)
    return link


@action
def rate(link: CustomerLink, *, score: int, word: str = "") -> Satisfaction:
    """The contact says once, when it is closed, how content he is: 1 to 5, and a word if he likes.

    Raises Refused for another number or a long word, Conflict while it is not closed.
    """
    issue = _issue_of(link)
    word = text.check_line(word, most=MOST_WORD, name="word")
    if score not in SCORES:
        raise Refused(_("Give 1 to 5."), field="score")
    if issue.status != Status.CLOSED:
        raise Conflict(_("That is asked once it is over."), lifecycle.ILLEGAL)
    given, new = Satisfaction.objects.get_or_create(
        issue=issue, contact=link.contact, defaults={"score": score, "word": word, "at": now()}
    )
    if new:
        record(events.satisfied, issue, by=None, contact=link.contact, score=score, reason=word)
    return given


@action
def say(link: CustomerLink, *, body: str) -> CustomerMessage:
    """The contact writes to us; a potato that waits for the customer wakes up."""
    said = text.check_text(body, most=MOST_MESSAGE, name="body").strip()
    if not said:
        raise Refused(_("Write something first."), field="body")
    return _message(link, MessageKind.MESSAGE, said)


@action
def confirm_solved(link: CustomerLink) -> CustomerMessage:
    """The contact says that it is solved: a resolved potato closes."""
    message = _message(link, MessageKind.SOLVED, "")
    if message.issue.status == Status.RESOLVED:
        close(message.issue, by=None, contact=link.contact)
    return message


@action
def deny_solved(link: CustomerLink, *, body: str = "") -> CustomerMessage:
    """The contact says that it is not solved: a resolved or closed potato opens again."""
    said = text.check_text(body, most=MOST_MESSAGE, name="body").strip()
    message = _message(link, MessageKind.NOT_SOLVED, said)
    if message.issue.status in (Status.RESOLVED, Status.CLOSED):
        reopen(message.issue, by=None, reason=said[:2000], contact=link.contact)
    return message


def _message(link: CustomerLink, kind: MessageKind, body: str) -> CustomerMessage:
    issue = _issue_of(link)
    if issue.messages.filter(contact=link.contact, at__gt=now() - dt.timedelta(days=1)).count() >= MOST_MESSAGES:
        raise Conflict(_("That is a lot for one day; please call us."), "too_many_messages")
    message = CustomerMessage.objects.create(issue=issue, contact=link.contact, kind=kind, body=body, at=now())
    record(events.customer_said, issue, by=None, message=message, said=kind, contact=link.contact)
    if issue.status == Status.WAITING and issue.waiting_for == WaitingFor.CUSTOMER:
        wake(issue, by=None)
    return message
