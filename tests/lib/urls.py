"""The site with views that refuse, each in its way."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from esn.lib.errors import Conflict, Forbidden, Refused, TooLarge

REFUSALS = {
    "forbidden": Forbidden("Only its holder may toss it."),
    "conflict": Conflict("Carl has it already.", "already_caught"),
    "refused": Refused("A title is needed.", field="title"),
    "large": TooLarge("One file may have 25 MB."),
}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]


def break_down(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("refuse/<kind>/", refuse),
    path("api/refuse/<kind>/", refuse),
    path("break/", break_down),
    path("", include("esn.urls")),
]
