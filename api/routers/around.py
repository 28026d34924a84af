"""What stands around a potato: who joined or held it, what was merged into it, what customers said."""

from typing import Any

from ninja import Query

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.around import ChainOut, CustodyOut, HunterOut, MessageOut, SatisfactionOut, SightOut
from api.schemas.common import Items, Listing, Paging, PersonRef, Request, items, listing
from api.schemas.issues import HandoffOut, IssueOut
from esn.lib.pages import Page, keyset
from issues import policies
from issues.actions.handoffs import asks_reason, earlier_owners
from issues.cards import cards_from
from issues.models import Custody, CustomerMessage, Handoff, Hunter, Issue, Satisfaction
from issues.sight import may_see

routes = Routes("issues")


@routes.get("/issues/{issue_id}/hunters", Listing[HunterOut])
def hunters(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """Who flagged it, and who joined it with "mine too", in that order."""
    issue = finding.issue(request, issue_id)
    rows = Hunter.objects.filter(issue=issue).select_related("person", "customer")
    page = keyset(rows, fields=("id",), cursor=paging.cursor, limit=paging.limit, descending=False)
    return listing(page, lambda one: HunterOut.of(one, issue))


@routes.get("/issues/{issue_id}/handoffs", Listing[HandoffOut])
def handoffs(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """Every toss of it with what became of it, the latest first."""
    rows = Handoff.objects.filter(issue=finding.issue(request, issue_id)).select_related("offered_by", "offered_to")
    return listing(keyset(rows, fields=("id",), cursor=paging.cursor, limit=paging.limit), HandoffOut.of)


@routes.get("/issues/{issue_id}/custody", ChainOut)
def custody(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """Who held it and since when, the latest first; and whether it goes round in a circle."""
    issue = finding.issue(request, issue_id)
    rows = Custody.objects.filter(issue=issue).select_related("person")
    page = keyset(rows, fields=("id",), cursor=paging.cursor, limit=paging.limit)
    earlier = [PersonRef.of(person) for person in earlier_owners(issue)]
    round_and_round = {"asks_reason": asks_reason(issue), "is_frozen": policies.is_frozen(issue)}
    return {**listing(page, CustodyOut.of), "earlier": earlier, **round_and_round}


@routes.get("/issues/{issue_id}/merged", Listing[IssueOut])
def merged(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What was merged into it, as far as the caller may see it, the latest first."""
    into = finding.issue(request, issue_id)
    rows = Issue.objects.visible_to(person_of(request)).filter(merged_into=into).for_cards()
    page = keyset(rows, fields=("merged_at", "id"), cursor=paging.cursor, limit=paging.limit)
    return listing(Page(cards_from(page.items), page.next), IssueOut.of)


@routes.get("/issues/{issue_id}/messages", Listing[MessageOut])
def messages(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What its customers said on their page, the latest first."""
    rows = CustomerMessage.objects.filter(issue=finding.issue(request, issue_id)).select_related("contact__customer")
    return listing(keyset(rows, fields=("at", "id"), cursor=paging.cursor, limit=paging.limit), MessageOut.of)


@routes.get("/issues/{issue_id}/satisfaction", Items[SatisfactionOut])
def satisfaction(request: Request, issue_id: int) -> dict[str, Any]:
    """How content its customers were at the end, oldest answer first."""
    rows = Satisfaction.objects.filter(issue=finding.issue(request, issue_id)).select_related("contact__customer")
    return items(rows, SatisfactionOut.of)


@routes.get("/issues/{issue_id}/sight/{handle}", SightOut)
def sight(request: Request, issue_id: int, handle: str) -> SightOut:
    """Whether somebody sees it already: before a toss or a request, which would let him."""
    issue, person = finding.issue(request, issue_id), finding.person(request, handle)
    return SightOut(person=PersonRef.of(person), sees=may_see(person, issue))
