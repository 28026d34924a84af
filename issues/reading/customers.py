"""Customers as their pages show them."""

from __future__ import annotations

from django.db.models import Count, Q
from django.db.models.functions import Lower

from esn.lib.pages import Page, keyset
from issues.models import Customer, Issue
from issues.models.customers import CustomerQuerySet
from people.models import Person

PAGE = 50
PAGE_ISSUES = 20
MOST_SUGGESTED = 8


def page(person: Person, *, q: str = "", cursor: str | None = None, archived: bool = False) -> Page[Customer]:
    """Customers by name, of now or archived, each with the number of its open potatoes that the person may see."""
    seen = Issue.objects.visible_to(person).open().values("pk")
    known = Customer.objects.filter(archived_at__isnull=not archived)
    found = known.filter(pk__in=_named(person, q).values("pk")).select_related("owner")
    counted = found.annotate(open_count=Count("issues", filter=Q(issues__in=seen), distinct=True), sort=Lower("name"))
    return keyset(counted, fields=("sort", "id"), cursor=cursor, limit=PAGE, descending=False)


def suggest(person: Person, text: str) -> list[Customer]:
    """A few customers whose name holds the text, those that begin with it first."""
    words = text.replace("\0", " ").strip()
    return list(_named(person, words).current().order_by("name", "id")[:MOST_SUGGESTED]) if words else []


def _named(person: Person, text: str) -> CustomerQuerySet:
    found = Customer.objects.visible_to(person)
    words = text.replace("\0", " ").strip()[:120]
    return found.filter(name__unaccent__icontains=words) if words else found


def potatoes(customer: Customer, person: Person, *, cursor: str | None = None) -> Page[Issue]:
    """The customer's potatoes that the person may see, the newest first."""
    hit = Q(customer=customer) | Q(pk__in=customer.hunters.values("issue_id"))
    return keyset(
        Issue.objects.visible_to(person).filter(hit).for_cards(),
        fields=("flagged_at", "id"),
        cursor=cursor,
        limit=PAGE_ISSUES,
    )
