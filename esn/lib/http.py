"""Answers to a refusal: a page, a fragment for htmx, or problem+json for the API."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from esn.lib.errors import FieldError, Refusal

API = "/api/"


def problem(status: int, code: str, detail: str, errors: Sequence[FieldError] = ()) -> JsonResponse:
    """Return an RFC 9457 answer; `errors` stand in it for a 422 only."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        body["errors"] = [asdict(error) for error in errors]
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the refusal in the shape that the asker understands."""
    if request.path.startswith(API):
        return problem(refusal.status, refusal.code, refusal.message, refusal.errors)
    template = "_refusal.html" if is_fragment(request) else "error.html"
    facts = {"refusal": refusal, "status": refusal.status, "message": refusal.message, "code": refusal.code}
    return render(request, template, facts, status=refusal.status)


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page; a boosted link or a restored history wants the whole."""
    headers = request.headers
    whole = "HX-Boosted" in headers or "HX-History-Restore-Request" in headers
    return "HX-Request" in headers and not whole


def way_back(request: HttpRequest, asked: str, otherwise: str = "/") -> str:
    """Return `asked` if it is an address of this very site, else `otherwise`."""
    hosts, secure = {request.get_host()}, request.is_secure()
    is_whole = asked.startswith(("/", "http://", "https://"))
    return asked if is_whole and url_has_allowed_host_and_scheme(asked, hosts, require_https=secure) else otherwise


class RefusalMiddleware:
    """Turn every `Refusal` that a view lets through into its answer; anything else is a bug and passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, Refusal) else None
