"""The board for a screen in the corridor: large, dark, nothing to click; it stays fresh by itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from feeds.models import Community
from issues.reading.strip import strip
from issues.views.board import shown
from people.http import MemberRequest


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """The same columns, filters and lanes as the board's address; the scripts turn its pages and keep it fresh."""
    facts = shown(request)
    place = Community.objects.readable_by(request.user).filter(slug=facts["place"]).first()
    facts |= {"tiles": strip(request.user, facts["place"]), "theme": "dark"}
    return render(request, "issues/wall.html", {**facts, "heading": place.name if place else _("Hot potatoes")})
