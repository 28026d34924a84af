"""Short words about what was just done, with a way back: shown as a toast, also after a partial answer."""

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

HEADER = "Toasts"
Answer = Callable[[HttpRequest], HttpResponse]


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the person what happened; `undo` is the address whose POST takes it back."""
    messages.add_message(request, messages.SUCCESS, text, extra_tags=undo)


class ToastMiddleware:
    """Hands waiting toasts to htmx in a header, since a fragment has no place for them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        fragment = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
        leaves = (
            response.has_header("HX-Redirect")
            or response.has_header("HX-Refresh")
            or response.status_code in (301, 302, 303)
        )
        if fragment and not leaves:
            waiting = [{"text": str(m), "undo": m.extra_tags or ""} for m in messages.get_messages(request)]
            if waiting:
                response[HEADER] = json.dumps(waiting)
        return response
