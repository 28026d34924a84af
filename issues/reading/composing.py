"""What whoever writes news sees of it before it goes: who gets it, and how it looks to him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from esn.activity.clock import now
from issues import pictures
from issues.actions.customers import drawn
from issues.mailing import Words, words_for
from issues.models import Contact, Customer, CustomerLink, Issue
from issues.moments import check_ahead
from issues.policies import may_tell_customer
from issues.working import promise_from
from people.models import Person

MOST_LINKS = 50


@dataclass(frozen=True)
class Letter:
    """How it looks to the contacts of one language."""

    language: str
    language_name: str
    words: Words


@dataclass(frozen=True)
class Preview:
    """Who gets it by mail, how many links open the page on which it stands, and how it looks in each language."""

    contacts: Sequence[Contact]
    links: int
    letters: Sequence[Letter]

    @property
    def names(self) -> str:
        """Who gets it by mail, each with his customer."""
        return ", ".join(f"{contact.name} ({contact.customer.name})" for contact in self.contacts)


@dataclass(frozen=True)
class Readers:
    """Whom news reaches, at how many customers; with several, none may be named to the others."""

    customers: Sequence[str]
    links: int


def readers(issue: Issue) -> Readers:
    """The customers of a potato, and how many open links there are."""
    hit = Customer.objects.filter(hunters__issue=issue).order_by("name").distinct()
    names = list(hit.values_list("name", flat=True)) or ([issue.customer.name] if issue.customer else [])
    return Readers(names, _open_links(issue))


def _open_links(issue: Issue) -> int:
    return CustomerLink.objects.usable(now()).filter(issue=issue).count()


def preview(issue: Issue, *, by: Person, body: str, next_news_at: dt.datetime | None, to: Sequence[Contact]) -> Preview:
    """How the news would look. Raises Refused for what publishing would refuse of text, files or promise."""
    html = drawn(body)
    pictures.files_of(html, issue, by=by)
    check_ahead(next_news_at, field="next_news_at")
    due = (next_news_at or promise_from(issue, now())) if issue.is_open else None
    shown = {contact.language: contact for contact in reversed(to)} or _first_reader(issue)
    letters = [_letter(issue, language, contact, by, html, due) for language, contact in sorted(shown.items())]
    return Preview(to, _open_links(issue), letters)


def _first_reader(issue: Issue) -> dict[str, Contact]:
    """Without mail the page alone shows it: somebody at the first customer stands for its readers."""
    customer = issue.customer or Customer(name="")
    return {customer.language: Contact(customer=customer, name="", language=customer.language)}


def _letter(issue: Issue, language: str, contact: Contact, by: Person, html: str, due: dt.datetime | None) -> Letter:
    with translation.override(language), timezone.override(settings.COMPANY_ZONE):
        words = words_for(contact, key=issue.key, by=by.first_name, html=html, next_news_at=due)
    return Letter(language, str(dict(settings.LANGUAGES)[language]), words)


def all_links(issue: Issue, person: Person) -> QuerySet[CustomerLink]:
    """Every link, handed out or mailed, open or closed, the latest first; for whoever may hand them out."""
    if may_tell_customer(person, issue):
        return CustomerLink.objects.none()
    rows = CustomerLink.objects.filter(issue=issue).select_related("contact__customer", "by")
    return rows.order_by("-created", "-id")[:MOST_LINKS]
