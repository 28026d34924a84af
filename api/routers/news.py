"""News to the customer, and his links."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query

from api import finding
from api.auth import person_of
from api.routers.issues import contact_of
from api.routing import Routes
from api.schemas.common import Items, Listing, Paging, Request, items, listing
from api.schemas.customers import LinkIn, LinkOut, NewsIn, NewsOut, PreviewOut
from esn.lib.errors import Refused
from esn.lib.pages import keyset
from issues.actions import customers as acting
from issues.models import Contact, CustomerUpdate
from issues.reading import composing
from people.models import Person

routes = Routes("news")


@routes.get("/issues/{issue_id}/news", Listing[NewsOut])
def news(request: Request, issue_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What the customer was told, the latest first."""
    rows = CustomerUpdate.objects.filter(issue=finding.issue(request, issue_id)).select_related("by")
    return listing(keyset(rows, fields=("at", "id"), cursor=paging.cursor, limit=paging.limit), NewsOut.of)


@routes.post("/issues/{issue_id}/news", NewsOut, status=201)
def publish(request: Request, issue_id: int, body: NewsIn) -> NewsOut:
    """Tell the customer."""
    found = finding.issue(request, issue_id)
    by = person_of(request)
    to = _readers(by, body)
    return NewsOut.of(acting.publish_news(found, by=by, body=body.body, next_news_at=body.next_news_at, to=to))


@routes.post("/issues/{issue_id}/news/preview", PreviewOut)
def preview(request: Request, issue_id: int, body: NewsIn) -> PreviewOut:
    """Who would get it, and how it would look; nothing is told and nothing kept."""
    found, by = finding.issue(request, issue_id), person_of(request)
    readers = acting.recipients(found, _readers(by, body))
    acting.check_telling(found, by)
    return PreviewOut.of(composing.preview(found, by=by, body=body.body, next_news_at=body.next_news_at, to=readers))


def _readers(by: Person, body: NewsIn) -> list[Contact] | None:
    return None if body.contacts is None else [_contact(by, pk) for pk in body.contacts]


def _contact(by: Person, pk: int) -> Contact:
    contact = contact_of(by, pk)
    if contact is None:
        raise Refused(_("There is no such contact."), "invalid", "contacts")
    return contact


@routes.get("/issues/{issue_id}/links", Items[LinkOut])
def links(request: Request, issue_id: int) -> dict[str, Any]:
    """The links that were handed out, without their addresses; none for whoever may not hand them out."""
    return items(composing.all_links(finding.issue(request, issue_id), person_of(request)), LinkOut.of)


@routes.post("/issues/{issue_id}/links", LinkOut, status=201, secret=True)
def issue_link(request: Request, issue_id: int, body: LinkIn) -> LinkOut:
    """Hand out a link; its address is in this answer and nowhere else."""
    by, found = person_of(request), finding.issue(request, issue_id)
    contact = contact_of(by, body.contact)
    if contact is None:
        raise Refused(_("There is no such contact."), "invalid", "contact")
    link, url = acting.issue_link(found, by=by, contact=contact)
    return LinkOut.of(link, url)


@routes.post("/links/{link_id}/rotate", LinkOut, status=201, secret=True)
def rotate(request: Request, link_id: int) -> LinkOut:
    """Close a link and hand out another in its place; the address is in this answer and nowhere else."""
    link, url = acting.rotate_link(finding.link(request, link_id), by=person_of(request))
    return LinkOut.of(link, url)


@routes.delete("/links/{link_id}")
def revoke(request: Request, link_id: int) -> None:
    """Close a link for good."""
    acting.revoke_link(finding.link(request, link_id), by=person_of(request))
