"""What holds for every request: one host, members only, nothing kept by caches, no body without end."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from esn.lib.errors import Refusal, TooLarge
from esn.lib.http import refuse
from esn.public import is_public

Answer = Callable[[HttpRequest], HttpResponseBase]


class CanonicalHostMiddleware:
    """Sends localhost to 127.0.0.1 when that is the site: cookies and sockets belong to one host."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name, _colon, port = request.META.get("HTTP_HOST", "").partition(":")
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


class TooSlow(Refusal):
    """The body of the request did not come within its time."""

    status = 408

    def __init__(self) -> None:
        super().__init__(_("What you sent did not arrive within a minute. Please try again."), "too_slow")


class BodyLimitMiddleware:
    """Refuses a body that is too large for its kind, or that esn.lib.bodies gave up on, before anything reads it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reason = request.META.get("HTTP_X_BODY_REFUSED", "")
        if reason == "slow":
            return refuse(request, TooSlow())
        most = self.most(request)
        if reason or int(request.META.get("CONTENT_LENGTH") or 0) > most:
            sentence = _("This is too large: at most %(most)s MB can be sent.") % {"most": most >> 20}
            return refuse(request, TooLarge(sentence))
        return self.answer(request)

    @staticmethod
    def most(request: HttpRequest) -> int:
        """Bytes: a form with files may carry one upload of the greatest size."""
        if request.content_type == "multipart/form-data":
            return (settings.MAX_UPLOAD_MB << 20) + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE


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
            return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
        return self.handle_no_permission(request, view_func)

    def get_login_url(self, view_func: Callable[..., Any]) -> str:
        """One login for all, the admin's pages included."""
        return str(settings.LOGIN_URL)
