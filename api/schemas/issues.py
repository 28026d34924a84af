"""Potatoes, their moves, tosses and questions as JSON."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Literal

from ninja import Field, Schema

from api.schemas.common import Body, Moment, PersonRef, Text
from api.schemas.customers import CustomerRef
from issues.cards import Card
from issues.models import Handoff, Issue, Question
from issues.models.words import MOST_CHOICES

Severity = Literal["low", "medium", "high", "critical"]
Size = Literal["XS", "S", "M", "L"]


class IssueRef(Schema):
    """A potato in short."""

    id: int
    key: str
    title: str

    @classmethod
    def of(cls, issue: Issue) -> IssueRef:
        """The potato."""
        return cls(id=issue.pk, key=issue.key, title=issue.title)


class RestingOut(IssueRef):
    """A potato of which a ladder ran out, and on whom it rests."""

    community: str
    owner: PersonRef

    @classmethod
    def of(cls, issue: Issue) -> RestingOut:
        """The potato; owner and community should be loaded."""
        owner = PersonRef.of(issue.owner)
        return cls(id=issue.pk, key=issue.key, title=issue.title, community=issue.community.slug, owner=owner)


class HandoffOut(Schema):
    """A toss."""

    id: int
    issue: int
    giver: PersonRef = Field(serialization_alias="from")
    to: PersonRef
    status: str
    reason: str
    expires_at: dt.datetime

    @classmethod
    def of(cls, handoff: Handoff) -> HandoffOut:
        """The toss; both people should be loaded."""
        return cls(
            id=handoff.pk,
            issue=handoff.issue_id,
            giver=PersonRef.of(handoff.offered_by),
            to=PersonRef.of(handoff.offered_to),
            status=handoff.status,
            reason=handoff.reason,
            expires_at=handoff.expires_at,
        )


class HeatTerms(Schema):
    """The six terms of the heat, each from 0 to 1."""

    impact: float = 0
    urgency: float = 0
    silence: float = 0
    stagnation: float = 0
    spread: float = 0
    bounce: float = 0


class TaskCounts(Schema):
    """The bites of a potato, counted."""

    total: int
    done: int
    live: int
    effort_left_h: float


class IssueOut(Schema):
    """A hot potato."""

    id: int
    key: str
    title: str
    description: str
    description_html: str
    status: str
    severity: Severity
    heat: int
    heat_terms: HeatTerms
    customer: CustomerRef | None
    customer_count: int
    community: str
    reporter: PersonRef
    owner: PersonRef
    handoff: HandoffOut | None
    tasks: TaskCounts
    due_at: dt.datetime | None
    next_news_due_at: dt.datetime | None
    waiting_for: str | None
    waiting_until: dt.datetime | None
    flagged_at: dt.datetime
    caught_at: dt.datetime | None
    resolved_at: dt.datetime | None
    closed_at: dt.datetime | None
    bounces: float
    merged_into: int | None
    post: int | None
    version: int

    @classmethod
    def of(cls, card: Card) -> IssueOut:
        """The potato of a card."""
        issue = card.issue
        return cls(
            **{name: getattr(issue, name) for name in _PLAIN},
            heat_terms=HeatTerms(**issue.heat_terms) if issue.is_open else HeatTerms(),
            customer=CustomerRef.of(issue.customer) if issue.customer else None,
            community=issue.community.slug,
            reporter=PersonRef.of(issue.reporter),
            owner=PersonRef.of(issue.owner),
            handoff=HandoffOut.of(card.handoff) if card.handoff else None,
            tasks=_counts(issue),
            next_news_due_at=issue.next_news_due_at if issue.is_open else None,
            waiting_for=issue.waiting_for or None,
            bounces=round(float(issue.bounces), 1),
            merged_into=issue.merged_into_id,
            post=issue.post_id,
        )


_PLAIN = (
    "id", "key", "title", "description", "description_html", "status", "severity", "heat", "customer_count", "due_at",
    "waiting_until", "flagged_at", "caught_at", "resolved_at", "closed_at", "version",
)  # fmt: skip


def _counts(issue: Issue) -> TaskCounts:
    hours = round(issue.effort_left / 60, 2)
    return TaskCounts(total=issue.task_total, done=issue.task_done, live=issue.task_live, effort_left_h=hours)


class IssueIn(Body):
    """A flag; `customer` null means none, without a community it goes to the company's."""

    title: Text
    description: Text = ""
    customer: int | None = None
    contact: int | None = None
    community: Text | None = None
    severity: Severity = "medium"
    due_at: Moment | None = None
    client_uuid: uuid.UUID | None = None
    files: list[int] = []


class IssuePatch(Body):
    """What changes; `version` is the one that was read."""

    title: Text | None = None
    description: Text | None = None
    customer: int | None = None
    severity: Severity | None = None
    due_at: Moment | None = None
    version: int


class Reason(Body):
    """Why."""

    reason: Text


class MaybeReason(Body):
    """Why, if there is anything to say."""

    reason: Text = ""


class Wait(Body):
    """For whom, until when, why."""

    waiting_for: Literal["customer", "third_party", "date"] = Field(validation_alias="for", serialization_alias="for")
    until: Moment
    reason: Text


class RecipeIn(Body):
    """The recipe; `effort` for a potato that is resolved in one go."""

    cause: Text = ""
    cure: Text = ""
    lesson: Text = ""
    effort: Size | None = None


class Into(Body):
    """The potato to merge into."""

    into: int


class Offer(Body):
    """To whom, and why."""

    to: Text
    reason: Text = ""


class Assign(Body):
    """To whom, and why."""

    to: Text
    reason: Text


class Place(Body):
    """Where to."""

    community: Text


class Said(Body):
    """Some words."""

    body: Text


class Asked(Body):
    """A question to the hunter, with up to four answers that one tap gives."""

    body: Text
    choices: list[Text] = Field(default=[], max_length=MOST_CHOICES)


class Join(Body):
    """For which customer."""

    customer: int | None
    contact: int | None = None


class Leave(Body):
    """For which customer it is not one's own after all."""

    customer: int | None


class QuestionOut(Schema):
    """A question to the hunter."""

    id: int
    issue: int
    body: str
    choices: list[str]
    asked_by: PersonRef
    asked_at: dt.datetime
    answer: str | None
    answered_by: PersonRef | None
    answered_at: dt.datetime | None

    @classmethod
    def of(cls, question: Question) -> QuestionOut:
        """The question; both people should be loaded."""
        return cls(
            id=question.pk,
            issue=question.issue_id,
            body=question.body,
            choices=question.choices,
            asked_by=PersonRef.of(question.asked_by),
            asked_at=question.asked_at,
            answer=question.answer or None,
            answered_by=PersonRef.of(question.answered_by) if question.answered_by else None,
            answered_at=question.answered_at,
        )
