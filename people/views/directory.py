"""The directory, the org chart, and what mentions and hover cards ask for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from esn.ui import Action
from people import directory, org
from people.http import MemberRequest

MOST_TYPED = 100


@require_GET
def people(request: MemberRequest) -> HttpResponse:
    """Everybody one may see, narrowed by words and facets; htmx asks for further pages alone."""
    filters = directory.Filters(**{name: asked(request, name) for name in ("q", "team", "skill", "place", "language")})
    page = directory.search(request.user, filters, cursor=request.GET.get("cursor"), at=timezone.now())
    facts = {"page": page, "filters": filters, "url": filters.url()}
    if is_fragment(request) and "cursor" in request.GET:
        return render(request, "people/_people.html", facts)
    facets = directory.facets(request.user, filters)
    everybody = Action(_("Show everybody"), reverse("people:list"), method="get", kind="plain")
    return render(request, "people/list.html", {**facts, "facets": facets, "everybody": everybody})


@require_GET
def suggest(request: MemberRequest) -> HttpResponse:
    """Up to eight people while a name is typed, as the options of a list."""
    found = directory.suggest(request.user, asked(request, "q"), community=asked(request, "community"))
    return render(request, "ui/_suggestions.html", {"people": found})


@require_GET
def card(request: MemberRequest, handle: str) -> HttpResponse:
    """What shows when one points at a name."""
    person = get_object_or_404(directory.visible(request.user), handle=handle)
    away = person.absences.covering(timezone.now()).select_related("substitute").first()
    return render(request, "people/_card.html", {"person": person, "away": away, "now": timezone.now()})


@require_GET
def chart(request: MemberRequest) -> HttpResponse:
    """Who leads whom, from the top or below one person."""
    handle = asked(request, "from")
    root = get_object_or_404(directory.visible(request.user), handle=handle) if handle else None
    return render(request, "people/org.html", {"tops": org.tree(request.user, root=root), "root": root})


def asked(request: MemberRequest, name: str) -> str:
    """A parameter as text that the database can look for."""
    return request.GET.get(name, "").replace("\0", "").strip()[:MOST_TYPED]
