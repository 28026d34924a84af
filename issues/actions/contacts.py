"""The people at a customer, and the customers of whom we hear no more: changed, removed, archived, brought back."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Conflict, Forbidden, Refused
from esn.lib.unique import given_once
from issues import events
from issues.models import Contact, Customer, CustomerLink, Hunter, Issue
from people.models import Person

MOST_NAME = 120
MOST_EMAIL = 254


def not_a_guest(by: Person) -> None:
    """Raise Forbidden for a guest."""
    if by.is_guest:
        raise Forbidden(_("Guests cannot change customers."))


def checked_name(raw: str) -> str:
    """A name of one line. Raises Refused for none, one too long, or one that is not text."""
    name = text.check_line(raw, most=MOST_NAME, name="name")
    if not name:
        raise Refused(_("Give it a name."), field="name")
    return name


def _address(raw: str) -> str:
    email = text.check_text(raw, most=MOST_EMAIL, name="email").strip()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("This is not an e-mail address."), field="email") from None
    return email


def _language(raw: str) -> str:
    if raw not in dict(settings.LANGUAGES):
        raise Refused(_("We write in English and French only."), field="language")
    return raw


@action
def add_contact(
    customer: Customer, *, by: Person, name: str, email: str, language: str = "", by_mail: bool = True
) -> Contact:
    """Add a person at the customer. Raises Refused for an address that is wrong or there already."""
    not_a_guest(by)
    contact = Contact(
        customer=customer,
        name=checked_name(name),
        email=_address(email),
        language=_language(language or customer.language),
        by_mail=by_mail,
    )
    with given_once(_("This address is already there."), field="email"):
        contact.save()
    record(events.contact_added, customer, by=by, contact=contact)
    return contact


@action
def edit_contact(contact: Contact, *, by: Person, **changes: str | bool) -> Contact:
    """Change name, address, language or whether news comes by mail. Raises as adding does."""
    not_a_guest(by)
    contact = _there(contact)
    checks = {"name": checked_name, "email": _address, "language": _language}
    for field, value in changes.items():
        setattr(contact, field, checks[field](str(value)) if field in checks else bool(value))
    with given_once(_("This address is already there."), field="email"):
        contact.save()
    record(events.contact_edited, contact.customer, by=by, contact=contact, changed=sorted(changes))
    return contact


@action
def remove_contact(contact: Contact, *, by: Person) -> None:
    """Nobody writes to him any more: his links close, his address is forgotten, his name stays beside what he wrote."""
    not_a_guest(by)
    contact = _there(contact)
    CustomerLink.objects.filter(contact=contact, revoked_at=None).update(revoked_at=now())
    contact.removed_at, contact.email, contact.by_mail = now(), "", False
    contact.save(update_fields=["removed_at", "email", "by_mail"])
    record(events.contact_removed, contact.customer, by=by, contact=contact)


def _there(contact: Contact) -> Contact:
    found = Contact.objects.select_for_update(no_key=True, of=("self",)).select_related("customer").get(pk=contact.pk)
    if found.removed_at:
        raise Conflict(_("This contact was removed."), "removed")
    return found


@action
def archive_customer(customer: Customer, *, by: Person) -> Customer:
    """Put a customer away whom no open potato hits; twice is once. Flagging for him brings him back."""
    not_a_guest(by)
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if customer.archived_at:
        return customer
    if Issue.objects.open().filter(Q(customer=customer) | Q(hunters__customer=customer)).exists():
        raise Conflict(_("A potato of this customer is still open."), "still_open")
    customer.archived_at = now()
    customer.version += 1
    customer.save(update_fields=["archived_at", "version"])
    record(events.customer_archived, customer, by=by)
    return customer


@action
def restore_customer(customer: Customer, *, by: Person) -> Customer:
    """Bring an archived customer back; twice is once."""
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if customer.archived_at is None:
        return customer
    customer.archived_at = None
    customer.version += 1
    customer.save(update_fields=["archived_at", "version"])
    record(events.customer_restored, customer, by=by)
    return customer


def bring_back(customer: Customer | None, *, by: Person) -> None:
    """A customer whom a potato hits again is no longer archived; within the action that says so."""
    if customer is not None and customer.archived_at:
        restore_customer(customer, by=by)
        customer.archived_at = None


def close_doors(issue: Issue) -> None:
    """Close the links of contacts whose customer a locked potato no longer hits; within the action that changed it."""
    hit = Hunter.objects.filter(issue=issue, customer__isnull=False).values("customer")
    rest = CustomerLink.objects.filter(issue=issue, revoked_at=None).exclude(contact__customer__in=hit)
    rest.exclude(contact__customer=issue.customer_id).update(revoked_at=now())
