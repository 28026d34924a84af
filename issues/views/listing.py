"""The list of potatoes, and the way to one by its key."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from esn.live import streams
from esn.ui import Action
from issues.cards import cards_from
from issues.models import Issue
from issues.reading import lists, live
from issues.reading.offers import actions_for
from people.http import MemberRequest


@require_GET
def listing(request: MemberRequest) -> HttpResponse:
    """Potatoes by heat or by age, narrowed by chips that live in the address."""
    filters = lists.read(request.GET)
    if filters.q and (found := lists.by_key(filters.q, request.user)):
        return redirect(found)
    region = streams.region(request.user.pk, "potatoes")
    page = lists.page(filters, request.user, cursor=request.GET.get("cursor"))
    facts = {"filters": filters, "rows": rows(page.items, request), "next": page.next}
    if is_fragment(request):
        return render(request, "issues/_list.html", facts)
    live_facts = {"region": region, "takes": live.takes(filters, request.user)}
    links = {"chips": lists.chips(filters, request.user), "orders": lists.orders(filters), "flag": _flag()}
    return render(request, "issues/list.html", {**facts, **links, **live_facts})


def rows(issues: list[Issue], request: MemberRequest) -> list[dict[str, object]]:
    """Each card with what its reader may do."""
    cards = cards_from(issues)
    offered = actions_for(issues, request.user, tosses={card.id: card.handoff for card in cards})
    return [{"card": card, "actions": offered[card.id]} for card in cards]


def _flag() -> Action:
    return Action(_("Flag a hot potato"), "/issues/new/", "flag", "plain", "get")


@require_GET
def by_key(request: MemberRequest, key: str) -> HttpResponse:
    """HP-123, or the id that a potato had where it was imported from."""
    found = lists.by_key(key, request.user)
    if found is None:
        raise Http404
    return redirect(lists.where_it_went(found, request.user))
