"""What stands around a potato: who joined it, who held it, what its customers said; as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema

from api.schemas.common import Listing, PersonRef, built
from api.schemas.customers import CustomerRef
from issues.models import Custody, CustomerMessage, Hunter, Issue, Satisfaction


class HunterOut(Schema):
    """Who flagged it (`is_flag`) or joined it with "mine too", and for which customer."""

    person: PersonRef
    customer: CustomerRef | None
    joined_at: dt.datetime
    is_flag: bool

    @classmethod
    def of(cls, one: Hunter, issue: Issue) -> HunterOut:
        """The hunter; person and customer should be loaded."""
        return cls(
            person=PersonRef.of(one.person),
            customer=CustomerRef.of(one.customer) if one.customer else None,
            joined_at=one.joined_at,
            is_flag=one.is_flag(issue),
        )


class CustodyOut(Schema):
    """A stretch of accountability: from when, and how it came: watch, catch, toss, assigned or moved."""

    person: PersonRef
    kind: Literal["watch", "catch", "toss", "assigned", "moved"]
    since: dt.datetime

    @classmethod
    def of(cls, one: Custody) -> CustodyOut:
        """The stretch; its person should be loaded."""
        return built(cls, person=PersonRef.of(one.person), kind=one.kind, since=one.since)


class ChainOut(Listing[CustodyOut]):
    """Who held it, the latest first. `earlier` are its last owners since the last progress, to whom it is not tossed;
    from `asks_reason` on the next toss says why, and `is_frozen` leaves it to a moderator to assign.
    """

    earlier: list[PersonRef]
    asks_reason: bool
    is_frozen: bool


class SightOut(Schema):
    """Whether somebody sees the potato; a toss to him, or asking him to take a bite of it, grants it."""

    person: PersonRef
    sees: bool


class SpeakerRef(Schema):
    """A person at a customer, wherever one speaks."""

    id: int
    name: str
    customer: CustomerRef


class MessageOut(Schema):
    """What a customer said on his page: a message, that it is solved, or that it is not."""

    id: int
    kind: Literal["message", "solved", "not_solved"]
    contact: SpeakerRef
    body: str
    at: dt.datetime

    @classmethod
    def of(cls, one: CustomerMessage) -> MessageOut:
        """The message; contact and customer should be loaded."""
        return built(cls, id=one.pk, kind=one.kind, contact=speaker(one), body=one.body, at=one.at)


class SatisfactionOut(Schema):
    """How content a customer's contact was at the end, from 1 to 5."""

    contact: SpeakerRef
    score: int
    word: str
    at: dt.datetime

    @classmethod
    def of(cls, one: Satisfaction) -> SatisfactionOut:
        """The answer; contact and customer should be loaded."""
        return cls(contact=speaker(one), score=one.score, word=one.word, at=one.at)


def speaker(one: CustomerMessage | Satisfaction) -> SpeakerRef:
    """Who said it."""
    contact = one.contact
    return SpeakerRef(id=contact.pk, name=contact.name, customer=CustomerRef.of(contact.customer))
