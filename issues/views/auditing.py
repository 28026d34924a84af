"""What comes if nobody moves: the forecast of a potato, and what the auditor found."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from issues.reading import audits
from issues.reading.forecast import forecast
from issues.views.answers import visible
from people.http import MemberRequest


@require_GET
def forecasted(request: MemberRequest, pk: int) -> HttpResponse:
    """What happens to the potato if nobody moves: when, what, to whom, and by which channels."""
    issue = visible(request, pk)
    template = "issues/_forecast.html" if is_fragment(request) else "issues/forecast.html"
    return render(request, template, {"issue": issue, "coming": forecast(issue)})


@require_GET
def audit(request: MemberRequest) -> HttpResponse:
    """For administrators and moderators: the last looks of the auditor, and every ladder that ran out."""
    if not audits.may_read(request.user):
        raise Http404
    return render(request, "issues/audit.html", audits.seen_by(request.user))
