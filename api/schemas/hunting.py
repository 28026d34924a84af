"""What a person hunts, was asked, and was suggested for, as JSON."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from api.schemas.common import Listing, PersonRef
from api.schemas.issues import IssueOut, IssueRef
from issues.cards import Card
from issues.models import Suggestion
from issues.reading.hunt import Hunted


class HuntedOut(Schema):
    """A potato that the caller hunts; minutes that it gave back to him, of them eaten by others."""

    issue: IssueOut
    net_min: int
    eaten_min: int
    may_thank: bool

    @classmethod
    def of(cls, one: Hunted, card: Card) -> HuntedOut:
        """The potato with its card."""
        return cls(issue=IssueOut.of(card), net_min=one.given.net, eaten_min=one.given.eaten, may_thank=one.may_thank)


class OwedOut(Schema):
    """What of all that he hunts is the caller's own to do; as a rule nothing."""

    questions: int
    potatoes: int
    bites: int


class HuntOut(Listing[HuntedOut]):
    """What the caller hunts, and what he owes of it."""

    owed: OwedOut


class SuggestionOut(Schema):
    """On this day the caller was shown to `viewer` as a helper: for bites on a skill, as one who knows or learns it."""

    issue: IssueRef
    viewer: PersonRef
    day: dt.date
    skill: str
    bites: int
    is_learner: bool

    @classmethod
    def of(cls, one: Suggestion) -> SuggestionOut:
        """The suggestion; potato and viewer should be loaded."""
        return cls(
            issue=IssueRef.of(one.issue),
            viewer=PersonRef.of(one.viewer),
            day=one.day,
            skill=one.skill,
            bites=one.bites,
            is_learner=one.is_learner,
        )
