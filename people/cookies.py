"""What pages need to know before they know who reads them: language, light or dark, keys; kept in cookies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from esn.frame import THEMES

YEAR = 365 * 24 * 3600


def keep_language(response: HttpResponse, language: str) -> None:
    """The language of the login page on this device."""
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language, httponly=True)


def keep_look(response: HttpResponse, *, theme: str, shortcuts: str) -> None:
    """Light, dark or (anything else) as the system; `shortcuts` is on or off."""
    _keep(response, "theme", theme if theme in THEMES else "")
    _keep(response, "keys", "off" if shortcuts == "off" else "")


def _keep(response: HttpResponse, name: str, value: str, *, httponly: bool = False) -> None:
    if value:
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=httponly)
    else:
        response.delete_cookie(name, samesite="Lax")
