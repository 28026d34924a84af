"""The numbers that a community goes by: all may read them, its moderators change them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from esn.lib.errors import Refusal
from feeds.models import Community
from feeds.policies import role_in
from feeds.views.communities import around
from issues import policies
from issues.actions import rules as actions
from issues.forms.rules import RulesForm, initial
from issues.models import CommunityNumber
from issues.reading import rules as reading
from issues.rules import Rule
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """Each number with what it is for, and a moderator's way to change it."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    may_change = policies.is_moderator(request.user, community)
    if request.method == "POST" and not may_change:
        raise Http404
    own = dict(CommunityNumber.objects.filter(community=community).values_list("name", "value"))
    shown = initial(own, actions.version_of(community))
    form = RulesForm(request.POST or None, by=request.user, initial=shown)
    if request.method == "POST" and form.is_valid() and _done(form, community, request):
        return redirect("issues:rules", slug=slug)
    facts = {**_around(request, community), "form": form, "own": own, "may_change": may_change}
    return render(request, "issues/rules.html", facts, status=422 if form.errors else 200)


def _around(request: MemberRequest, community: Community) -> dict[str, Any]:
    return {
        **around(request, community, role_in(request.user, community), "rules"),
        "groups": reading.groups(community.pk),
        "changes": reading.changes(community),
    }


def _done(form: RulesForm, community: Community, request: MemberRequest) -> bool:
    try:
        actions.set_numbers(community, by=request.user, **form.said())
    except Refusal as refusal:
        form.blame(refusal)
        return False
    return True


@require_POST
def reset(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """Let the default of one number count again."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    if name not in Rule.values:
        raise Http404
    actions.set_numbers(community, by=request.user, values={Rule(name): None})
    return redirect("issues:rules", slug=slug)
