"""What comes if nobody moves: the forecast of a potato, and what the auditor found."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from esn.live import streams
from issues.frames import ladder_streams
from issues.reading import audits
from issues.reading.forecast import forecast
from issues.views.answers import visible
from people.http import MemberRequest


@require_GET
def forecasted(request: MemberRequest, pk: int) -> HttpResponse:
    """What happens to the potato if nobody moves: when, what, to whom, and by which channels."""
    issue = visible(request, pk)
    if is_fragment(request):
        return render(request, "issues/_forecast.html", {"issue": issue, "coming": forecast(issue)})
    region = streams.region(request.user.pk, *ladder_streams(issue.community))
    return render(request, "issues/forecast.html", {"issue": issue, "coming": forecast(issue), "region": region})


@require_GET
def audit(request: MemberRequest) -> HttpResponse:
    """For administrators and moderators: the last looks of the auditor, and every ladder that ran out."""
    if not audits.may_read(request.user):
        raise Http404
    return render(request, "issues/audit.html", audits.seen_by(request.user))
