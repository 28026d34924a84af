"""What stands around every page: apps register providers here, templates read `frame.NAME` when they need it.

Read by the frame: `counts` (potatoes, table), `communities` (name, get_absolute_url, unread, pk), `unread` (number),
`burns` and `fits` and `watch` (lists of esn.ui.SideItem).
"""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from esn import moments, ui

Provider = Callable[[HttpRequest], object]
THEMES = ("light", "dark")

_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Offer `frame.NAME` to every template. Called from AppConfig.ready; the provider runs only if the page asks."""
    _providers[name] = provider


class Frame:
    """The providers of one request, each asked once and only when a template touches it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._known: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._known:
            if name not in _providers:
                raise KeyError(name)
            self._known[name] = _providers[name](self._request)
        return self._known[name]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, `theme`, `keys`, `company` and the words that scripts speak."""
    theme = request.COOKIES.get("theme", "")
    return {
        "frame": Frame(request),
        "layout": "base.html" if _member(request) else "bare.html",
        "theme": theme if theme in THEMES else "",
        "keys": "on" if _wants_keys(request) else "off",
        "company": settings.COMPANY_NAME,
        "words": SimpleLazyObject(lambda: json.dumps(words())),
    }


def _member(request: HttpRequest) -> bool:
    """Errors before the login middleware know no user."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def _wants_keys(request: HttpRequest) -> bool:
    """Single keys can be turned off for a browser in the list of keys, and for good in the settings."""
    user = getattr(request, "user", None)
    return request.COOKIES.get("keys") != "off" and getattr(user, "shortcuts", True)


def words() -> dict[str, str]:
    """The sentences that scripts say, in the reader's language."""
    return {
        "now": pgettext("a moment ago", "now"),
        "ago": pgettext("time ago; %s is a span such as 2 h", "%s ago"),
        "in": pgettext("time ahead; %s is a span such as 2 h", "in %s"),
        "clock": moments.clock_format(),
        "d": pgettext("short for days", "d"),
        "h": pgettext("short for hours", "h"),
        "min": pgettext("short for minutes", "min"),
        "today": _("today"),
        "tomorrow": _("tomorrow"),
        "yesterday": _("yesterday"),
        "undo": _("Undo"),
        "close": _("Close"),
        "retry": _("Try again"),
        "undone": _("Undone"),
        "lost": _("Connection lost. What you write is kept and goes out when it is back."),
        "failed": _("That did not work. Nothing is lost; please try again."),
        "offline": _("No network. It is saved on this phone and sends itself."),
        "waiting": _("%s flagged on this phone, waiting for the network."),
        "sent": _("Sent. It is on the stove."),
        "refused": _("The kitchen did not take it: %s"),
        "draft": _("Draft saved"),
        "draft_back": _("Your draft is back"),
        "uploading": _("Uploading %s"),
        "uploaded": _("%s is attached"),
        "too_big": _("%s is too big; up to 25 MB works."),
        "moved": _("Moved to %s"),
        "not_moved": _("Not moved: %s"),
        "of": _("%s of %s"),
        "new": _("%s new"),
        "nobody": _("Nobody found"),
        **ui.band_words(),
    }
