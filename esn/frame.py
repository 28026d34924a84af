"""What stands around every page: apps register providers here, templates read `frame.NAME` when they need it.

Read by the frame: `counts` (potatoes, table), `communities` (name, get_absolute_url, unread, pk), `unread` (number),
`burns` and `fits` and `watch` (lists of esn.ui.SideItem). What may be some seconds old is kept for its reader;
what he does himself he sees at once, and of a community that he leaves nothing is kept.
"""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from esn.words import words

Provider = Callable[[HttpRequest], object]
THEMES = ("light", "dark")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEPT_SECONDS = 20

_providers: dict[str, Provider] = {}
_kept: set[str] = set()
_scopes: dict[str, Callable[[Any], object]] = {}


def register(name: str, provider: Provider, *, kept: bool = False) -> None:
    """Offer `frame.NAME` to every template. Called from AppConfig.ready; the provider runs only if the page asks.

    One that is `kept` runs once in 20 seconds for each reader and language, and anew after what the reader does and
    when he may read more or less than before (`scope`).
    """
    _providers[name] = provider
    if kept:
        _kept.add(name)


def scope(name: str, what: Callable[[Any], object]) -> None:
    """Let what is kept be forgotten when `what(frame.NAME)` is no longer the same."""
    _scopes[name] = what


class Frame:
    """The providers of one request, each asked once and only when a template touches it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._known: dict[str, object] = {}
        self._reader = _reader(request) if request.method in SAFE else None
        self._recalled = False

    def __getitem__(self, name: str) -> object:
        if name in _kept and self._reader and not self._recalled:
            self._recall(self._reader)
        if name not in self._known:
            if name not in _providers:
                raise KeyError(name)
            self._known[name] = _providers[name](self._request)
            if name in _kept and self._reader:
                cache.set(_key(self._reader, get_language(), name), (self._scope(), self._known[name]), KEPT_SECONDS)
        return self._known[name]

    def _recall(self, reader: int) -> None:
        self._recalled, language, scope = True, get_language(), self._scope()
        keys = {_key(reader, language, name): name for name in _kept}
        found = cache.get_many(list(keys)).items()
        self._known |= {keys[key]: value for key, (of, value) in found if of == scope}

    def _scope(self) -> list[object]:
        return [what(self[name]) for name, what in sorted(_scopes.items())]


def _key(reader: int, language: str | None, name: str) -> str:
    return f"frame:{reader}:{language}:{name}"


def _reader(request: HttpRequest) -> int | None:
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None


class FreshFrameMiddleware:
    """Forgets what is kept for a reader when he does something."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reader = None if request.method in SAFE else _reader(request)
        response = self.answer(request)
        if reader:
            cache.delete_many([_key(reader, code, name) for code, _label in settings.LANGUAGES for name in _kept])
        return response


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, `theme`, `keys`, `company`, `upload_mb` and the words that scripts speak."""
    theme = request.COOKIES.get("theme", "")
    return {
        "frame": Frame(request),
        "layout": "base.html" if _reader(request) else "bare.html",
        "theme": theme if theme in THEMES else "",
        "keys": "on" if _wants_keys(request) else "off",
        "company": settings.COMPANY_NAME,
        "upload_mb": settings.MAX_UPLOAD_MB,
        "words": SimpleLazyObject(lambda: json.dumps(words())),
    }


def _wants_keys(request: HttpRequest) -> bool:
    """Single keys can be turned off for a browser in the list of keys, and for good in the settings."""
    user = getattr(request, "user", None)
    return request.COOKIES.get("keys") != "off" and getattr(user, "shortcuts", True)
