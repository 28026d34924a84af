"""Potatoes: listed, flagged, read, changed, joined."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _
from ninja import Query, Schema

from api import finding
from api.auth import person_of
from api.routers.posts import files_of, place_of
from api.routing import Routes
from api.schemas.boards import Narrowing
from api.schemas.common import Items, Listing, Paging, PersonRef, Request, Text, items, listing, maybe, sent
from api.schemas.issues import Asked, IssueIn, IssueOut, IssuePatch, Join, Leave, QuestionOut, Said
from esn.activity import history as past
from esn.activity.models import Activity
from esn.lib.errors import Refused
from esn.lib.pages import Page, keyset
from feeds.models import Community
from issues.actions import joining, potatoes, questions
from issues.cards import card_of, cards_from
from issues.events import moved
from issues.models import Contact, Customer, Hunter, Issue, Question
from issues.reading import lists
from issues.reading.similar import similar as alike
from people.models import Person

routes = Routes("issues")


class Filters(Paging, Narrowing):
    """Which potatoes; `status` takes several with commas, and all of them without."""

    status: Text = "all"
    order: Literal["heat", "new"] = "heat"


class Similar(Schema):
    """What to compare with."""

    q: Text


class HistoryItem(Schema):
    """Something that happened to a potato, or was changed of a community."""

    id: int
    name: str
    at: dt.datetime
    actor: PersonRef | None
    facts: dict[str, Any]


def out(issue: Issue) -> IssueOut:
    """A potato as it is now."""
    return IssueOut.of(card_of(issue.pk))


def customer_of(person: Person, pk: int | None) -> Customer | None:
    """The customer of this id that the caller may see. Raises Refused."""
    if pk is None:
        return None
    found = Customer.objects.visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such customer."), "invalid", "customer")
    return found


def contact_of(person: Person, pk: int | None) -> Contact | None:
    """The contact of this id, of a customer that the caller may see. Raises Refused."""
    if pk is None:
        return None
    found = Contact.objects.current().filter(customer__in=Customer.objects.visible_to(person), pk=pk).first()
    if found is None:
        raise Refused(_("There is no such contact."), "invalid", "contact")
    return found


@routes.get("/issues", Listing[IssueOut])
def issues(request: Request, filters: Query[Filters]) -> dict[str, Any]:
    """The potatoes that the caller may see."""
    chosen = lists.Filters(**filters.model_dump(exclude={"limit", "cursor"}))
    page = lists.page(chosen, person_of(request), cursor=filters.cursor, limit=filters.limit)
    return listing(Page(cards_from(page.items), page.next), IssueOut.of)


@routes.post("/issues", IssueOut, status=201)
def flag(request: Request, body: IssueIn) -> IssueOut:
    """Flag a potato."""
    by = person_of(request)
    flagged = potatoes.Flag(
        title=body.title,
        description=body.description,
        customer=customer_of(by, body.customer),
        contact=contact_of(by, body.contact),
        community=place_of(by, body.community),
        severity=body.severity,
        due_at=body.due_at,
        client_uuid=body.client_uuid,
        files=files_of(by, body.files),
    )
    return out(potatoes.flag(flagged, by=by))


@routes.get("/issues/similar", Items[IssueOut])
def similar(request: Request, query: Query[Similar]) -> dict[str, Any]:
    """Open potatoes that resemble a sentence."""
    return items(alike(query.q, person_of(request)), IssueOut.of)


@routes.get("/issues/{issue_id}", IssueOut)
def issue(request: Request, issue_id: int) -> IssueOut:
    """One potato."""
    return out(finding.issue(request, issue_id))


@routes.patch("/issues/{issue_id}", IssueOut)
def edit(request: Request, issue_id: int, body: IssuePatch) -> IssueOut:
    """Change it."""
    by, found = person_of(request), finding.issue(request, issue_id)
    changes = sent(body, nullable=("customer", "due_at"))
    version = changes.pop("version")
    if "customer" in changes:
        changes["customer"] = customer_of(by, changes["customer"])
    return out(potatoes.edit(found, by=by, version=version, **changes))


@routes.post("/issues/{issue_id}/join", IssueOut)
def join(request: Request, issue_id: int, body: Join) -> IssueOut:
    """Mine too."""
    by, found = person_of(request), finding.issue(request, issue_id)
    customer, contact = customer_of(by, body.customer), contact_of(by, body.contact)
    return out(joining.join(found, by=by, customer=customer, contact=contact))


@routes.post("/issues/{issue_id}/leave", IssueOut)
def leave(request: Request, issue_id: int, body: Leave) -> IssueOut:
    """Take one's own "mine too" for a customer back."""
    by, found = person_of(request), finding.issue(request, issue_id)
    mine = Hunter.objects.filter(issue=found, person=by, customer=body.customer).first()
    if mine is None:
        raise Refused(_("You did not say “mine too” for this customer."), "invalid", "customer")
    left = joining.leave(mine, by=by)
    return out(left)


@routes.post("/issues/{issue_id}/follow", IssueOut)
def follow(request: Request, issue_id: int) -> IssueOut:
    """Hear of everything that happens to it."""
    return out(joining.follow(finding.issue(request, issue_id), by=person_of(request)))


@routes.post("/issues/{issue_id}/unfollow", IssueOut)
def unfollow(request: Request, issue_id: int) -> IssueOut:
    """Hear no more of it."""
    return out(joining.unfollow(finding.issue(request, issue_id), by=person_of(request)))


@routes.get("/issues/{issue_id}/questions", Listing[QuestionOut])
def asked(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What its hunters were asked, and what they answered, oldest first."""
    rows = Question.objects.filter(issue=finding.issue(request, issue_id))
    loaded = rows.select_related("asked_by", "answered_by")
    page = keyset(loaded, fields=("id",), cursor=paging.cursor, limit=paging.limit, descending=False)
    return listing(page, QuestionOut.of)


@routes.post("/issues/{issue_id}/questions", QuestionOut, status=201)
def ask(request: Request, issue_id: int, body: Asked) -> QuestionOut:
    """Ask its hunters something."""
    found = finding.issue(request, issue_id)
    return QuestionOut.of(questions.ask(found, by=person_of(request), body=body.body, choices=body.choices))


@routes.post("/questions/{question_id}/answer", QuestionOut)
def answer(request: Request, question_id: int, body: Said) -> QuestionOut:
    """Answer a question."""
    found = finding.question(request, question_id)
    return QuestionOut.of(questions.answer(found, by=person_of(request), body=body.body))


@routes.get("/issues/{issue_id}/history", Listing[HistoryItem])
def history(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What happened to it, oldest first."""
    found = finding.issue(request, issue_id)
    rows = past.of("issue", found.pk)
    page = keyset(rows, fields=("at", "id"), cursor=paging.cursor, limit=paging.limit, descending=False)
    actors = Person.objects.in_bulk(_actors(page.items))
    hidden = _hidden(page.items, person_of(request))
    return listing(page, lambda row: happened(row, actors, _shown(row, hidden)))


def _actors(rows: list[Activity]) -> set[int]:
    return {row.actor_id for row in rows if row.actor_id}


def _hidden(rows: list[Activity], person: Person) -> set[str]:
    """The communities that these potatoes came from or went to, and that the person may not know of."""
    named = {str(row.facts[way]) for row in rows if row.name == moved.name for way in ("from", "to")}
    seen = Community.objects.visible_to(person).filter(slug__in=named) if named else Community.objects.none()
    return named - set(seen.values_list("slug", flat=True))


def _shown(row: Activity, hidden: set[str]) -> dict[str, Any]:
    """The facts of a row without the communities that are hidden from the caller."""
    facts: dict[str, Any] = row.facts
    return {name: None if fact in hidden else fact for name, fact in facts.items()} if row.name == moved.name else facts


def happened(row: Activity, actors: Mapping[int, Person], facts: dict[str, Any]) -> HistoryItem:
    """The row with these of its facts; `actors` are people by id."""
    return HistoryItem(id=row.pk, name=row.name, at=row.at, actor=maybe(actors.get(row.actor_id or 0)), facts=facts)
