"""The board, and what dropping a card on a column means."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from esn.lib.http import is_fragment
from esn.live import streams
from esn.ui import Link
from issues import lifecycle
from issues.actions import bulk
from issues.cards import card_of
from issues.dropping import COLUMNS, NEEDS_WORDS, menu_of
from issues.lifecycle import Status
from issues.minis import minis
from issues.models import Issue
from issues.reading import board as reading
from issues.reading import boards, lists
from issues.reading.strip import strip
from issues.views.answers import ask
from issues.views.moves import MOVES
from people.http import MemberRequest

FOLDED = "board_folded"
OUTCOME = "board_outcome"


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """Columns by state, lanes and filters in the address, live."""
    facts = shown(request) | {"folded": folded(request)}
    if is_fragment(request):
        return render(request, "issues/_board.html", facts)
    filters = filters_of(request.GET)
    facts |= {"tiles": strip(request.user, filters.community), "chips": _chips(filters, request)}
    facts |= {"lanes": _lane_links(request), "menu": boards.menu(request.user, request.GET), "columns": COLUMNS}
    facts |= {"outcome": request.session.pop(OUTCOME, None)}
    return render(request, "issues/board.html", facts)


def shown(request: MemberRequest) -> dict[str, Any]:
    """What templates/issues/_board.html takes, as the address says it; its place in the streams is read first."""
    region = streams.region(request.user.pk, "board")
    filters, lane = filters_of(request.GET), lane_of(request.GET)
    board = reading.board(filters, request.user, lane=lane)
    facts = {"board": board, "minis": minis(board.cards), "region": region, "lane": lane}
    return facts | {"place": filters.community, "query": boards.kept(request.GET)}


@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """A card was dropped on a column: the legal move that this is, or the words that the move needs, or a refusal."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user).for_cards(), pk=pk)
    to = request.POST.get("status", "")
    name = NEEDS_WORDS.get(Status(to)) if to in Status.values else None
    if name and to != issue.status:
        lifecycle.check_move(issue.status, to)
        return _ask(request, issue, name)
    bulk.drop(issue, to, by=request.user)
    if not is_fragment(request):
        return redirect("issues:board")
    card = card_of(pk)
    return render(request, "issues/_mini.html", {"card": card, "menu": menu_of(card)})


def _ask(request: MemberRequest, issue: Issue, name: str) -> HttpResponse:
    """The form of a move that needs words; it is sent to the potato's own address."""
    known = MOVES[name]
    form = known.form(None, by=request.user, issue=issue)
    action = reverse("issues:act", args=[issue.pk, name])
    title = str(known.title)
    lead = f"{issue.key} {issue.title}"
    return ask(
        request, form, title=title, send=title, back=reverse("issues:board"), status=422, lead=lead, action=action
    )


def folded(request: MemberRequest) -> list[str]:
    """The columns that the reader folded on this device."""
    said = request.COOKIES.get(FOLDED, "").split(".")
    return [status.value for status in COLUMNS if status.value in said]


def filters_of(query: QueryDict) -> lists.Filters:
    """What the board is narrowed to by its address."""
    return lists.read(query).but(status="", order="heat")


def lane_of(query: QueryDict) -> str:
    """In which lanes it lies."""
    lane = query.get("lane", "")
    return lane if lane in reading.LANES else ""


def _here(query: QueryDict, **changes: str) -> str:
    kept = query.copy()
    for name, value in changes.items():
        kept[name] = value
        if not value:
            del kept[name]
    return reverse("issues:board") + (f"?{kept.urlencode()}" if kept else "")


def _lane_links(request: MemberRequest) -> list[Link]:
    now_lane = lane_of(request.GET)
    return [
        Link(str(label), _here(request.GET, lane=key), current="true" if key == now_lane else "")
        for key, label in reading.LANES.items()
    ]


def _chips(filters: lists.Filters, request: MemberRequest) -> list[Link]:
    """The filters of the list that make sense here, at the board's address."""
    query = request.GET
    told = {
        "owner": (_("I hold"), request.user.handle),
        "reporter": (_("I flagged"), request.user.handle),
        "min_heat": (_("Heat 25 and up"), "25"),
        "news": (_("News late"), "late"),
    }
    chips = [
        Link(label, _here(query, **{name: "" if on else value}), current="true" if on else "")
        for name, (label, value) in told.items()
        for on in [getattr(filters, name) == value]
    ]
    for place in lists.places_of(request.user):
        on = filters.community == place.slug
        chips.append(Link(place.name, _here(query, community="" if on else place.slug), current="true" if on else ""))
    return chips
