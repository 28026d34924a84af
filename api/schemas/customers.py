"""Customers, their contacts, news and links as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema

from api.schemas.common import Body, Moment, PersonRef, Text, built
from issues.models import Contact, Customer, CustomerLink, CustomerUpdate
from issues.reading.composing import Letter, Preview

Tier = Literal["standard", "key", "strategic"]
Language = Literal["en", "fr"]
Stage = Literal["first", "progress", "question", "late", "solved"]


class CustomerRef(Schema):
    """A customer in short."""

    id: int
    name: str
    tier: Tier

    @classmethod
    def of(cls, customer: Customer) -> CustomerRef:
        """The customer."""
        return built(cls, id=customer.pk, name=customer.name, tier=customer.tier)


class NewsIn(Body):
    """What the customer is told, and when he hears again."""

    body: Text
    next_news_at: Moment | None = None
    contacts: list[int] | None = None


class NewsOut(Schema):
    """News that was published."""

    id: int
    body_html: str
    at: dt.datetime
    by: PersonRef
    next_news_at: dt.datetime | None

    @classmethod
    def of(cls, news: CustomerUpdate) -> NewsOut:
        """The news; its author should be loaded."""
        return cls(
            id=news.pk,
            body_html=news.body_html,
            at=news.at,
            by=PersonRef.of(news.by),
            next_news_at=news.next_news_at,
        )


class ReaderOut(Schema):
    """Who gets news by mail."""

    id: int
    name: str
    customer: CustomerRef
    language: Language

    @classmethod
    def of(cls, contact: Contact) -> ReaderOut:
        """The contact; the customer should be loaded."""
        customer = CustomerRef.of(contact.customer)
        return built(cls, id=contact.pk, name=contact.name, customer=customer, language=contact.language)


class LetterOut(Schema):
    """How news looks to the readers of one language; `contact` is the first of them, empty where only the page shows
    it.
    """

    language: Language
    subject: str
    contact: str
    signed: str
    body_html: str
    next_news_at: dt.datetime | None

    @classmethod
    def of(cls, letter: Letter) -> LetterOut:
        """The letter."""
        words = letter.words
        return built(
            cls,
            language=letter.language,
            subject=words.subject,
            contact=words.contact,
            signed=words.by,
            body_html=words.html,
            next_news_at=words.next_news_at,
        )


class PreviewOut(Schema):
    """News before it is told: who gets it by mail, how many open links show it, how it looks in each language."""

    contacts: list[ReaderOut]
    links: int
    letters: list[LetterOut]

    @classmethod
    def of(cls, preview: Preview) -> PreviewOut:
        """The preview."""
        return cls(
            contacts=[ReaderOut.of(contact) for contact in preview.contacts],
            links=preview.links,
            letters=[LetterOut.of(letter) for letter in preview.letters],
        )


class WordsOut(Schema):
    """What news begins with at a stage; `{holder}`, `{done}` and `{total}` stand for the facts of a potato."""

    stage: Stage
    language: Language
    label: str
    body: str
    is_own: bool


class WordsIn(Body):
    """What news begins with."""

    body: Text


class BeginningOut(Schema):
    """What news of a potato may begin with, its facts filled in; `fits` is true for the one of how it stands."""

    stage: Stage
    language: Language
    label: str
    body: str
    fits: bool


class ContactIn(Body):
    """A person at a customer."""

    name: Text
    email: Text
    language: Language | None = None
    by_mail: bool = True


class ContactPatch(Body):
    """What changes of a person at a customer."""

    name: Text | None = None
    email: Text | None = None
    language: Language | None = None
    by_mail: bool | None = None


class ContactOut(Schema):
    """A person at a customer."""

    id: int
    name: str
    email: str
    language: Language
    by_mail: bool

    @classmethod
    def of(cls, contact: Contact) -> ContactOut:
        """The contact."""
        return built(
            cls,
            id=contact.pk,
            name=contact.name,
            email=contact.email,
            language=contact.language,
            by_mail=contact.by_mail,
        )


class CustomerIn(Body):
    """A new customer."""

    name: Text
    tier: Tier = "standard"
    language: Language = "en"
    segment: Text = ""


class CustomerPatch(Body):
    """What changes; `version` is the one that was read."""

    name: Text | None = None
    tier: Tier | None = None
    language: Language | None = None
    segment: Text | None = None
    owner: Text | None = None
    version: int | None = None


class CustomerOut(CustomerRef):
    """A customer with its contacts."""

    language: Language
    segment: str
    owner: PersonRef | None
    contacts: list[ContactOut]
    archived_at: dt.datetime | None
    version: int

    @classmethod
    def of(cls, customer: Customer) -> CustomerOut:
        """The customer; owner and contacts should be loaded."""
        return built(
            cls,
            id=customer.pk,
            name=customer.name,
            tier=customer.tier,
            language=customer.language,
            segment=customer.segment,
            owner=PersonRef.of(customer.owner) if customer.owner else None,
            contacts=[ContactOut.of(contact) for contact in customer.contacts.all() if not contact.removed_at],
            archived_at=customer.archived_at,
            version=customer.version,
        )


class LinkIn(Body):
    """For which contact."""

    contact: int


class LinkOut(Schema):
    """A customer's link; its address is shown at its making only."""

    id: int
    contact: int
    url: str | None
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    seen_at: dt.datetime | None
    by_mail: bool
    detail: str | None = None

    @classmethod
    def of(cls, link: CustomerLink, url: str | None = None) -> LinkOut:
        """The link."""
        return cls(
            id=link.pk,
            contact=link.contact_id,
            url=url,
            expires_at=link.expires_at,
            revoked_at=link.revoked_at,
            seen_at=link.seen_at,
            by_mail=link.is_mailed,
        )
