"""The board for a screen in the corridor: large, dark, nothing to click; it stays fresh by itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.live import streams
from feeds.models import Community
from issues.reading import board as reading
from issues.reading import boards
from issues.reading.strip import strip
from issues.views.board import filters_of, lane_of
from people.http import MemberRequest


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """The same columns, filters and lanes as the board's address; the scripts turn its pages and keep it fresh."""
    region = streams.region(request.user.pk, "board")
    filters, lane = filters_of(request.GET), lane_of(request.GET)
    place = Community.objects.readable_by(request.user).filter(slug=filters.community).first()
    facts = {
        "board": reading.board(filters, request.user, lane=lane),
        "region": region,
        "lane": lane,
        "tiles": strip(request.user, filters.community),
        "place": filters.community,
        "query": boards.kept(request.GET),
        "heading": place.name if place else _("Hot potatoes"),
        "theme": "dark",
    }
    return render(request, "issues/wall.html", facts)
