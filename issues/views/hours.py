"""When a community works: the hours and holidays that its promises and clocks go by."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import WEEKDAYS
from django.views.decorators.http import require_http_methods, require_POST

from esn.lib.errors import Refusal
from feeds.models import Community
from feeds.policies import role_in
from feeds.views.communities import around
from issues import policies
from issues.actions import hours as actions
from issues.calendars import written
from issues.forms.hours import HoursForm, shown
from issues.models import CommunityHours
from issues.working import hours_of
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """The hours for everybody to read, and a moderator's way to change them."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    may_change = policies.is_moderator(request.user, community)
    if request.method == "POST" and not may_change:
        raise Http404
    own = CommunityHours.objects.filter(community=community).first()
    form = HoursForm(request.POST or None, by=request.user, initial=shown(community.pk, own))
    if request.method == "POST" and form.is_valid() and _done(form, community, request):
        return redirect("issues:hours", slug=slug)
    counted = hours_of(community)
    facts = {
        **around(request, community, role_in(request.user, community), "hours"),
        "days": [(WEEKDAYS[number], written(day)) for number, day in enumerate(counted.week)],
        "hours": counted,
        "holidays": sorted(counted.holidays),
        "own": own,
        "form": form,
        "may_change": may_change,
    }
    return render(request, "issues/hours.html", facts, status=422 if form.errors else 200)


def _done(form: HoursForm, community: Community, request: MemberRequest) -> bool:
    try:
        actions.set_hours(community, by=request.user, **form.said())
    except Refusal as refusal:
        form.blame(refusal)
        return False
    return True


@require_POST
def follow_company(request: MemberRequest, slug: str) -> HttpResponse:
    """Go by the company's hours again."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    actions.follow_company(community, by=request.user)
    return redirect("issues:hours", slug=slug)
