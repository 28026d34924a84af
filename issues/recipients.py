"""Whom a potato's news reaches: the contacts of every customer that it hits, each mailbox once."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from issues.models import Contact, Hunter, Issue
from issues.models.customers import ContactQuerySet


def contacts_of(issue: Issue) -> ContactQuerySet:
    """The contacts of all customers of a potato, those of its first customer first."""
    hit = Hunter.objects.filter(issue=issue, customer__isnull=False).values("customer_id")
    found = Contact.objects.current().filter(Q(customer_id__in=hit) | Q(customer_id=issue.customer_id))
    place = Case(When(customer_id=issue.customer_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.select_related("customer").order_by(place, "name", "id")


def mailed_by(issue: Issue) -> list[Contact]:
    """Those whom news reaches by mail: one contact for each address, though he stands at two customers."""
    by_address: dict[str, Contact] = {}
    for contact in contacts_of(issue).mailed():
        by_address.setdefault(contact.email.lower(), contact)
    return list(by_address.values())
