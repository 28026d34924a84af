"""Communities: the list, the page of one, making and changing them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from esn.lib.errors import Refusal
from esn.lib.http import is_fragment
from esn.lib.pages import keyset
from esn.live import streams
from esn.ui import Link
from feeds import policies, timeline
from feeds import tabs as more
from feeds.actions import communities, posts
from feeds.drawing import draw
from feeds.forms import KINDS, CommunityForm, PostForm, SettingsForm
from feeds.models import Community, Invitation, Membership, MembershipRole
from feeds.unread import my_communities
from people.forms import blame
from people.http import MemberRequest


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """My communities, those that invite me, and the others that I may know of."""
    words, cursor = request.GET.get("q", "").strip()[:80], request.GET.get("cursor") or None
    page = keyset(_others(request, words), fields=("name", "id"), cursor=cursor, descending=False)
    asked = Invitation.objects.filter(person=request.user).select_related("community", "by").order_by("created", "id")
    context = {
        "others": page.items,
        "next": page.next,
        "url": f"{reverse('feeds:communities')}?q={words}" if words else reverse("feeds:communities"),
        "words": words,
    }
    if cursor and is_fragment(request):
        return render(request, "feeds/_others.html", context)
    mine = [one for one in my_communities(request.user) if words.lower() in one.name.lower()]
    return render(request, "feeds/communities.html", {**context, "mine": mine, "invitations": list(asked)})


def _others(request: MemberRequest, words: str) -> QuerySet[Community]:
    mine = Membership.objects.filter(person=request.user).values("community_id")
    invited = Invitation.objects.filter(person=request.user).values("community_id")
    others = Community.objects.visible_to(request.user).exclude(pk__in=mine).exclude(pk__in=invited)
    return others.filter(Q(name__unaccent__icontains=words) | Q(description__unaccent__icontains=words))


def known(request: MemberRequest, slug: str) -> Community:
    """The community, if the reader may know of it. Raises Http404."""
    return get_object_or_404(Community.objects.visible_to(request.user), slug=slug)


def readable(request: MemberRequest, slug: str) -> Community:
    """The community, if the reader may look into it. Raises Http404."""
    return get_object_or_404(Community.objects.readable_by(request.user), slug=slug)


@require_GET
def show(request: MemberRequest, slug: str) -> HttpResponse:
    """A community's stream; of a closed one an outsider sees the name and the size."""
    community = known(request, slug)
    role = policies.role_in(request.user, community)
    if not policies.may_read(request.user, community):
        return render(request, "feeds/community_closed.html", around(request, community, role, "stream"))
    region = streams.region(request.user.pk, community.stream)
    cursor = request.GET.get("cursor") or None
    page = timeline.community(community, request.user, cursor=cursor)
    context = {
        "items": draw([item.post for item in page.items], request.user, request),
        "next": page.next,
        "url": community.get_absolute_url(),
        "end": _("This is where it began.") if page.items or cursor else "",
    }
    if cursor and is_fragment(request):
        return render(request, "feeds/_stream.html", context)
    if role:
        posts.mark_read(community, by=request.user)
    may_post = policies.may_post(request.user, community)
    own = {"region": region, "form": PostForm(), "kinds": KINDS, "place": community, "may_post": may_post}
    return render(request, "feeds/community.html", {**context, **around(request, community, role, "stream"), **own})


def around(request: MemberRequest, community: Community, role: str, tab: str) -> dict[str, object]:
    """What stands at the head of every page of a community."""
    tabs = [
        ("stream", _("Stream"), community.get_absolute_url()),
        ("members", _("Members"), reverse("feeds:members", args=[community.slug])),
        *more.of(community.slug, is_moderator=role == MembershipRole.MODERATOR),
    ]
    if role == MembershipRole.MODERATOR:
        tabs.append(("settings", _("Settings"), reverse("feeds:settings", args=[community.slug])))
    waiting = None if role else Invitation.objects.filter(community=community, person=request.user).first()
    moderators = community.memberships.moderators().with_people()[:12]
    return {
        "community": community,
        "role": role,
        "waiting": waiting,
        "moderators": [membership.person for membership in moderators],
        "tabs": [Link(label, url, current="page" if name == tab else "") for name, label, url in tabs],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    """Make a community."""
    policies.check(not request.user.is_guest, _("Guests cannot create communities."))
    form = CommunityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            community = communities.create_community(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            return redirect(community)
    return render(request, "feeds/community_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest, slug: str) -> HttpResponse:
    """Change a community."""
    community = known(request, slug)
    role = policies.role_in(request.user, community)
    policies.check(role == MembershipRole.MODERATOR, _("Only moderators change a community."))
    form = SettingsForm(request.POST or None, instance=community, initial={"version": community.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                communities.update_community(community, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                blame(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Changed."))
                return redirect(community)
    context = {**around(request, community, role, "settings"), "form": form}
    return render(request, "feeds/community_settings.html", context, status=status)
