"""Communities and their members."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request, listing, sent
from api.schemas.people import CommunityIn, CommunityOut, CommunityPatch, MemberIn, MemberOut
from esn.lib.errors import Conflict
from esn.lib.pages import keyset
from feeds import policies
from feeds.actions import communities as acting
from feeds.models import Community, Invitation, Membership
from people.models import Person

routes = Routes("communities")


def _out(community: Community, person: Person) -> CommunityOut:
    return CommunityOut.of(community, Membership.objects.filter(community=community, person=person).first())


@routes.get("/communities", Listing[CommunityOut])
def communities(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """The communities whose existence the caller may know."""
    person = person_of(request)
    rows = Community.objects.visible_to(person)
    page = keyset(rows, fields=("id",), cursor=paging.cursor, limit=paging.limit, descending=False)
    mine = {row.community_id: row for row in Membership.objects.filter(person=person, community__in=page.items)}
    return listing(page, lambda community: CommunityOut.of(community, mine.get(community.pk)))


@routes.post("/communities", CommunityOut, status=201)
def create(request: Request, body: CommunityIn) -> CommunityOut:
    """Open a community; the caller moderates it."""
    made = acting.create_community(by=person_of(request), **body.model_dump())
    return _out(made, person_of(request))


@routes.get("/communities/{slug}", CommunityOut)
def community(request: Request, slug: str) -> CommunityOut:
    """One community."""
    return _out(finding.community(request, slug), person_of(request))


@routes.patch("/communities/{slug}", CommunityOut)
def update(request: Request, slug: str, body: CommunityPatch) -> CommunityOut:
    """Change it; its moderators may."""
    found = finding.community(request, slug)
    changed = acting.update_community(found, by=person_of(request), **sent(body, nullable=("version",)))
    return _out(changed, person_of(request))


@routes.get("/communities/{slug}/members", Listing[MemberOut])
def members(request: Request, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """Who belongs to it, for whoever may read it."""
    found = finding.readable(request, slug)
    rows = Membership.objects.filter(community=found).select_related("person")
    page = keyset(rows, fields=("id",), cursor=paging.cursor, limit=paging.limit, descending=False)
    return listing(page, MemberOut.of)


@routes.put("/communities/{slug}/members/{handle}", MemberOut)
def put_member(request: Request, slug: str, handle: str, body: MemberIn) -> MemberOut:
    """Join it oneself, or as a moderator take somebody in or give a role."""
    by, found, person = person_of(request), finding.community(request, slug), finding.person(request, handle)
    here = Membership.objects.filter(community=found, person=person).first()
    if here is None:
        here = _seat(found, by, person, body.role)
    if here.role != body.role:
        here = acting.set_role(found, by=by, person=person, role=body.role)
    here.person = person
    return MemberOut.of(here)


def _seat(community: Community, by: Person, person: Person, role: str) -> Membership:
    if by.pk != person.pk or policies.may_moderate(by, community):
        return acting.add_member(community, by=by, person=person, role=role)
    joined = acting.join(community, by=by)
    if isinstance(joined, Invitation):
        raise Conflict(_("A moderator was asked to let you in."), "asked")
    return joined


@routes.delete("/communities/{slug}/members/{handle}")
def remove_member(request: Request, slug: str, handle: str) -> None:
    """Leave it oneself, or as a moderator take somebody out."""
    by, found, person = person_of(request), finding.community(request, slug), finding.person(request, handle)
    if by.pk == person.pk:
        acting.leave(found, by=by)
    else:
        acting.remove_member(found, by=by, person=person)
