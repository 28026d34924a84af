"""The search page; a key leads straight to its potato."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from issues.reading import lists
from people.http import MemberRequest
from search.reading import cleaned, search


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """What was found, kind by kind."""
    words = cleaned(request.GET.get("q", ""))
    if words and (found := lists.by_key(words, request.user)):
        return redirect(found)
    return render(request, "search/search.html", {"asked": words, "groups": search(words, request.user)})
