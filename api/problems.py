"""Every answer that is no answer, as problem+json."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as ShapeError

from api.finding import find_all
from api.refusals import TooMany
from esn.lib.errors import FieldError, Refusal
from esn.lib.http import API, problem

CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    500: "error",
}


def register(api: NinjaAPI) -> None:
    """Let the API answer each kind of trouble."""
    api.add_exception_handler(Refusal, _refusal)
    api.add_exception_handler(ShapeError, _shape)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(AuthenticationError, _nobody)
    api.add_exception_handler(HttpError, _http)


def _refusal(_request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    assert isinstance(refusal, Refusal)
    answer = problem(refusal.status, refusal.code, refusal.message, refusal.errors)
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.wait)
    return answer


def _shape(request: HttpRequest, trouble: Any) -> HttpResponse:
    """What is asked for is looked up first: for one who may not see it, it is not there, whatever was sent."""
    try:
        find_all(request)
    except Http404 as gone:
        return _not_found(request, gone)
    errors = [FieldError(_field(error.get("loc", ())), str(error.get("msg", ""))) for error in trouble.errors]
    return problem(422, "invalid", _("Some of what was sent does not fit."), errors)


def _field(place: Sequence[object]) -> str:
    """`title` of `("body", "said", "title")`; `0.title` within a list."""
    return ".".join(str(part) for part in place[2:] or place[1:])


def _not_found(_request: HttpRequest, _gone: Any) -> HttpResponse:
    return problem(404, "not_found", _("There is nothing here that you may see."))


def _nobody(_request: HttpRequest, _trouble: Any) -> HttpResponse:
    answer = problem(401, "not_authenticated", _("Show a token: Authorization: Bearer …"))
    answer["WWW-Authenticate"] = 'Bearer realm="potluck"'
    return answer


def _http(_request: HttpRequest, trouble: Any) -> HttpResponse:
    status = trouble.status_code if trouble.status_code != 400 else 422
    return problem(status, CODES.get(status, "invalid"), str(trouble))


class ProblemMiddleware:
    """What Django itself refuses under /api/ (no such path, no such method, too large, a bug) is problem+json too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(API) or response.status_code < 400:
            return response
        if "json" in response.headers.get("Content-Type", ""):
            return response
        status = response.status_code
        answer = problem(status, CODES.get(status, "error"), response.reason_phrase)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                answer[name] = response.headers[name]
        return answer
