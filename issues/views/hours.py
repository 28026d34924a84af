"""When a community works: the hours and holidays that its promises and clocks go by."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.views.decorators.http import require_http_methods, require_POST

from feeds.models import Community
from feeds.views.communities import readable
from issues.actions import hours as actions
from issues.calendars import written
from issues.forms.hours import HoursForm, shown
from issues.models import CommunityHours
from issues.reading.hours import changes
from issues.views.answers import asked, sent
from issues.views.arranging import arranged, head
from issues.working import hours_of
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """The hours for everybody to read, and a moderator's way to change them."""
    community, may_change = arranged(request, slug)
    own = CommunityHours.objects.filter(community=community).first()
    form = HoursForm(sent(request), by=request.user, initial=shown(community.pk, own))
    status = asked(request, form, lambda: actions.set_hours(community, by=request.user, **form.said()))
    if not status:
        return redirect("issues:hours", slug=slug)
    facts = {**head(request, community, "hours"), **_counted(community), "own": own, "changes": changes(community)}
    return render(request, "issues/hours.html", {**facts, "form": form, "may_change": may_change}, status=status)


def _counted(community: Community) -> dict[str, Any]:
    """The hours that count here, whosever they are."""
    hours = hours_of(community)
    days = [(WEEKDAYS[number], written(day)) for number, day in enumerate(hours.week)]
    return {"hours": hours, "days": days, "holidays": sorted(hours.holidays)}


@require_POST
def follow_company(request: MemberRequest, slug: str) -> HttpResponse:
    """Go by the company's hours again."""
    actions.follow_company(readable(request, slug), by=request.user)
    return redirect("issues:hours", slug=slug)
