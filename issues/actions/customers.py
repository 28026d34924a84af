"""Customers and their contacts; what they are told, the links they hold, and what they say."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import links, text
from esn.lib.errors import Conflict, Forbidden, Refused
from feeds.writing import write
from issues import events, lifecycle, policies
from issues.actions.following import wake
from issues.actions.keeping import PROGRESS, keep, progress
from issues.actions.resolving import close, reopen
from issues.lifecycle import Status, Tier, WaitingFor
from issues.models import Contact, Customer, CustomerLink, CustomerMessage, CustomerUpdate, Issue
from issues.models.customers import MessageKind
from issues.moments import check_near
from issues.working import promise_from
from people.models import Person

LINK_LASTS = dt.timedelta(days=90)
MOST_NAME = 120
MOST_MESSAGE = 4000
MOST_SEGMENT = 60
MOST_MESSAGES = 50


def _name(raw: str) -> str:
    name = " ".join(text.check_text(raw, most=MOST_NAME, name="name").split())
    if not name:
        raise Refused(_("Give it a name."), field="name")
    return name


def _not_a_guest(by: Person) -> None:
    if by.is_guest:
        raise Forbidden(_("Guests cannot change customers."))


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
    customer = Customer(name=_name(name), tier=Tier(tier), language=language, segment=_segment(segment), owner=owner)
    _not_a_guest(by)
    _save_once(customer, _("There is already a customer of this name."), "name")
    record(events.customer_created, customer, by=by)
    return customer


def _save_once(row: Customer | Contact, sentence: str, field: str) -> None:
    """Save a row whose name the database keeps unique; a twin becomes a sentence at its field."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(sentence, "taken", field) from None


def _checked(field: str, value: object) -> object:
    if field == "name":
        return _name(str(value))
    return _segment(str(value)) if field == "segment" else value


def _segment(raw: str) -> str:
    return text.check_text(raw, most=MOST_SEGMENT, name="segment").strip()


@action
def update_customer(customer: Customer, *, by: Person, version: int | None, **changes: object) -> Customer:
    """Change name, tier, language, segment or owner. A stale `version` is Conflict `stale_version`."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    for field, value in changes.items():
        setattr(customer, field, _checked(field, value))
    if version is not None and version != customer.version:
        raise Conflict(_("Somebody changed it meanwhile; look at it again."), "stale_version")
    _not_a_guest(by)
    customer.version += 1
    _save_once(customer, _("There is already a customer of this name."), "name")
    record(events.customer_updated, customer, by=by, changed=sorted(changes))
    return customer


@action
def add_contact(customer: Customer, *, by: Person, name: str, email: str, language: str = "") -> Contact:
    """Add a person at the customer. Raises Refused for an address that is wrong or there already."""
    _not_a_guest(by)
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("This is not an e-mail address."), field="email") from None
    contact = Contact(customer=customer, name=_name(name), email=email, language=language or customer.language)
    _save_once(contact, _("This address is already there."), "email")
    record(events.contact_added, customer, by=by, contact=contact)
    return contact


@action
def publish_news(issue: Issue, *, by: Person, body: str, next_news_at: dt.datetime | None = None) -> CustomerUpdate:
    """Tell the customer; the next promise starts. Raises Refused for an empty text or a past promise."""
    issue = Issue.objects.locked(issue)
    written = write(body)
    if next_news_at and next_news_at <= now():
        raise Refused(_("That moment is already past."), field="next_news_at")
    check_near(next_news_at, field="next_news_at")
    if issue.status not in lifecycle.HELD and issue.status != Status.RESOLVED:
        raise Conflict(_("News starts with the catch."), lifecycle.ILLEGAL)
    policies.check(policies.may_tell_customer(by, issue))
    is_first = issue.news_at is None
    progress(issue)
    issue.news_at = issue.silence_since = issue.progress_at
    if issue.is_open:
        issue.next_news_due_at = next_news_at or promise_from(issue, now())
    news = CustomerUpdate.objects.create(
        issue=issue, body=written.body, body_html=written.html, by=by, at=now(), next_news_at=issue.next_news_due_at
    )
    keep(issue, *PROGRESS, "news_at", "silence_since", "next_news_due_at")
    record(events.news_published, issue, by=by, news=news, first=is_first)
    return news


@action
def issue_link(issue: Issue, *, by: Person, contact: Contact) -> tuple[CustomerLink, str]:
    """Hand out a link to the potato's page for a contact: the link, and its address, which is shown this once."""
    issue = Issue.objects.locked(issue)
    if not issue.hunters.filter(customer_id=contact.customer_id).exists() and issue.customer_id != contact.customer_id:
        raise Refused(_("This contact is not of a customer of this potato."), field="contact")
    policies.check(policies.may_tell_customer(by, issue))
    token = links.new_token()
    link = CustomerLink.objects.create(
        issue=issue, contact=contact, digest=links.digest(token), by=by, created=now(), expires_at=now() + LINK_LASTS
    )
    record(events.link_issued, issue, by=by, link=link, contact=contact)
    return link, settings.BASE_URL + reverse("issues:status", args=[token])


@action
def revoke_link(link: CustomerLink, *, by: Person) -> CustomerLink:
    """Close a link for good; twice is once."""
    issue = Issue.objects.locked(link.issue_id)
    policies.check(policies.may_tell_customer(by, issue))
    link = CustomerLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = now()
        link.save(update_fields=["revoked_at"])
        record(events.link_revoked, issue, by=by, link=link)
    return link


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
    issue = Issue.objects.locked(link.issue_id)
    if issue.messages.filter(contact=link.contact, at__gt=now() - dt.timedelta(days=1)).count() >= MOST_MESSAGES:
        raise Conflict(_("That is a lot for one day; please call us."), "too_many_messages")
    message = CustomerMessage.objects.create(issue=issue, contact=link.contact, kind=kind, body=body, at=now())
    record(events.customer_said, issue, by=None, message=message, said=kind, contact=link.contact)
    if issue.status == Status.WAITING and issue.waiting_for == WaitingFor.CUSTOMER:
        wake(issue, by=None)
    return message
