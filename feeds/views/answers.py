"""How the views of feeds answer: a fragment for htmx with a toast, or a page to go to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from esn.lib.http import is_fragment, way_back
from people.http import MemberRequest


def done(request: MemberRequest, html: str, *, say: str = "", undo: str = "", then: str) -> HttpResponse:
    """The fragment that replaces what was acted on, or the way to `then`; `say` shows as a toast, with a way back."""
    if not is_fragment(request):
        if say:
            messages.success(request, say, extra_tags=undo)
        return redirect(then)
    if say:
        html += render_to_string("feeds/_said.html", {"text": say, "undo": undo}, request)
    return HttpResponse(html)


def whence(request: MemberRequest, otherwise: str, *, anchor: str = "") -> str:
    """The page that the reader was on, if it is ours, at the element he acted on."""
    page = way_back(request, request.headers.get("referer", ""), otherwise)
    return f"{page.partition('#')[0]}#{anchor}" if anchor else page
