"""The board, and what dropping a card on a column means."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

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
from issues.dropping import BULK, COLUMNS, NEEDS_WORDS, menu_of
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
    facts = {**shown(request), "folded": folded(request)}
    if is_fragment(request):
        return render(request, "issues/_board.html", facts)
    filters = filters_of(request.GET)
    facts |= {"tiles": strip(request.user, filters.community), "chips": _chips(filters, request), "q": filters.q}
    facts |= {"lanes": _lane_links(request), "menu": boards.menu(request.user, request.GET), "columns": BULK}
    facts |= {"outcome": request.session.pop(OUTCOME, None), "others": _others(request)}
    return render(request, "issues/board.html", facts)


def shown(request: MemberRequest) -> dict[str, Any]:
    """What the board and the wall show of this address, with the streams by which it stays true.

    A stream knows no filter and no lane: where there is one, `narrow`, a frame is a call to look again.
    """
    filters, lane, query = filters_of(request.GET), lane_of(request.GET), boards.kept(request.GET)
    stream = f"b:{filters.community}"
    name = stream if filters.community and streams.readable(request.user.pk, [stream]) else "board"
    region = streams.region(request.user.pk, name)
    board = reading.board(filters, request.user, lane=lane)
    narrow = QueryDict(query).keys() - ({"community"} if name == stream else set())
    facts = {"board": board, "minis": minis(board.cards), "region": region, "lane": lane, "place": filters.community}
    return {**facts, "query": query, "narrow": bool(narrow)}


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
        return redirect(_came_from(request))
    card = card_of(pk)
    return render(request, "issues/_mini.html", {"card": card, "menu": menu_of(card)})


def _ask(request: MemberRequest, issue: Issue, name: str) -> HttpResponse:
    """The form of a move that needs words; it is sent to the potato's own address."""
    known = MOVES[name]
    form = known.form(None, by=request.user, issue=issue)
    action = reverse("issues:act", args=[issue.pk, name])
    title = str(known.title)
    lead = f"{issue.key} {issue.title}"
    back = _came_from(request)
    return ask(request, form, title=title, send=title, back=back, status=422, lead=lead, action=action)


def _came_from(request: MemberRequest) -> str:
    """The board as it was looked at: a card is the same for every viewer and knows no address."""
    query = boards.kept(QueryDict(urlsplit(request.headers.get("Referer", "")).query))
    return reverse("issues:board") + (f"?{query}" if query else "")


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
    """The filters of the list that make sense here, at the board's address; and what only the address says."""
    query = request.GET
    told = {
        "owner": (_("I hold"), request.user.handle),
        "reporter": (_("I flagged"), request.user.handle),
        "min_heat": (_("Heat 25 and up"), "25"),
        "news": (_("News late"), "late"),
    }
    places = lists.places_of(request.user)
    chips = [
        Link(label, _here(query, **{name: "" if on else value}), current="true" if on else "")
        for name, (label, value) in told.items()
        for on in [getattr(filters, name) == value]
    ]
    for place in places:
        on = filters.community == place.slug
        chips.append(Link(place.name, _here(query, community="" if on else place.slug), current="true" if on else ""))
    offered = {name: {value} for name, (_label, value) in told.items()} | {"community": {one.slug for one in places}}
    unoffered = lists.others(filters, request.user, offered=offered)
    return chips + [Link(label, _here(query, **{name: ""}), current="true", icon="x") for name, label in unoffered]


def _others(request: MemberRequest) -> list[tuple[str, str]]:
    """What else the address says, for a form that changes its words."""
    kept = QueryDict(boards.kept(request.GET)).dict()
    return [(name, str(value)) for name, value in kept.items() if name != "q"]
