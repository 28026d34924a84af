"""What holds for every request: one host, members only, nothing kept by caches, no body without end."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect

from esn.public import is_public

Answer = Callable[[HttpRequest], HttpResponseBase]


class CanonicalHostMiddleware:
    """Sends localhost to 127.0.0.1 when that is the site: cookies and sockets belong to one host."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name, _, port = request.META.get("HTTP_HOST", "").partition(":")
        if name == "localhost" and settings.HOST == "127.0.0.1":
            host = f"127.0.0.1:{port}" if port else "127.0.0.1"
            return HttpResponsePermanentRedirect(f"http://{host}{request.get_full_path()}")
        return self.answer(request)


class PrivateByDefaultMiddleware:
    """Forbids caches to keep a page, unless the view has said otherwise."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class MembersOnlyMiddleware(LoginRequiredMiddleware):
    """Asks for a login on every page that is not in `esn.public`, whatever the view says of itself."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let the public pages and the members through."""
        match = request.resolver_match
        if (match and is_public(match.view_name)) or request.user.is_authenticated:
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": self.get_login_url(view_func)})
        return self.handle_no_permission(request, view_func)
