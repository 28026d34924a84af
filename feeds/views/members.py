"""Members of a community: who they are, joining and leaving, inviting, roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from esn.lib.errors import Refusal
from esn.lib.http import is_fragment
from esn.lib.pages import keyset
from feeds import policies
from feeds.actions import communities
from feeds.forms import WhoForm
from feeds.models import Community, Invitation, Membership, MembershipRole
from feeds.views.communities import around, known, readable
from people.http import MemberRequest
from people.models import Person


@require_GET
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Who belongs to it; moderators see who asks to be let in."""
    community = readable(request, slug)
    return _page(request, community, WhoForm())


def _page(request: MemberRequest, community: Community, form: WhoForm, status: int = 200) -> HttpResponse:
    role = policies.role_in(request.user, community)
    cursor = request.GET.get("cursor") or None
    members = community.memberships.select_related("person")
    page = keyset(members, fields=("person__name", "id"), cursor=cursor, descending=False)
    context = {
        **around(request, community, role, "members"),
        "members": page.items,
        "next": page.next,
        "url": reverse("feeds:members", args=[community.slug]),
        "form": form,
        "may_invite": policies.may_invite(request.user, community),
        "invitations": list(community.invitations.select_related("person", "by").order_by("created", "id"))
        if role == MembershipRole.MODERATOR
        else [],
    }
    fragment = bool(cursor) and is_fragment(request)
    return render(request, "feeds/_members.html" if fragment else "feeds/members.html", context, status=status)


@require_POST
def join(request: MemberRequest, slug: str) -> HttpResponse:
    """Come in, or ask to be let in."""
    community = known(request, slug)
    came = communities.join(community, by=request.user)
    if isinstance(came, Membership):
        messages.success(request, _("You are in."), extra_tags=reverse("feeds:leave", args=[slug]))
    else:
        messages.success(request, _("The moderators know that you would like to come in."))
    return redirect(community)


@require_POST
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Go."""
    community = known(request, slug)
    communities.leave(community, by=request.user)
    undo = reverse("feeds:join", args=[slug]) if community.is_open and not request.user.is_guest else ""
    messages.success(request, _("You left %(name)s.") % {"name": community.name}, extra_tags=undo)
    return redirect("feeds:communities")


@require_POST
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Offer somebody a place."""
    community = readable(request, slug)
    form = WhoForm(request.POST)
    status = 422
    if form.is_valid():
        person = form.cleaned_data["handle"]
        try:
            communities.invite(community, by=request.user, person=person)
        except Refusal as refusal:
            form.add_error("handle", refusal.message)
            status = refusal.status
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": person.name})
            return redirect("feeds:members", slug)
    return _page(request, community, form, status)


@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Say yes, to an invitation or to somebody who asks."""
    invitation = _invitation(request, pk)
    communities.accept(invitation, by=request.user)
    return redirect(_after(request, invitation))


@require_POST
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Say no, or take back what one asked or offered."""
    invitation = _invitation(request, pk)
    own = invitation.by_id == request.user.pk
    (communities.withdraw if own else communities.decline)(invitation, by=request.user)
    return redirect("feeds:communities" if invitation.person_id == request.user.pk else _after(request, invitation))


def _invitation(request: MemberRequest, pk: int) -> Invitation:
    """An invitation of mine, or to a community that I moderate. Raises Http404."""
    mine = Invitation.objects.filter(person=request.user)
    moderated = Invitation.objects.filter(community__in=Community.objects.moderated_by(request.user))
    offered = Invitation.objects.filter(by=request.user)
    return get_object_or_404((mine | moderated | offered).select_related("community", "person"), pk=pk)


def _after(request: MemberRequest, invitation: Invitation) -> str:
    if invitation.person_id == request.user.pk:
        return invitation.community.get_absolute_url()
    return reverse("feeds:members", args=[invitation.community.slug])


@require_POST
def set_role(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """Make a member a moderator, or a moderator a member."""
    community = readable(request, slug)
    communities.set_role(community, by=request.user, person=_person(handle), role=str(request.POST.get("role", "")))
    return redirect("feeds:members", slug)


@require_POST
def remove(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """End somebody's membership."""
    community, person = readable(request, slug), _person(handle)
    communities.remove_member(community, by=request.user, person=person)
    messages.success(request, _("%(name)s is no longer a member.") % {"name": person.name})
    return redirect("feeds:members", slug)


def _person(handle: str) -> Person:
    return get_object_or_404(Person, handle=handle.replace("\0", ""))
