"""Who calls: a bearer token cut to its scopes, or the browser's session with its CSRF token."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth

from api.models import ApiToken, Scope
from api.refusals import TooMany, Unsupported
from esn.lib import links, throttle
from esn.lib.errors import Forbidden
from people.models import Person

READS = frozenset({"GET", "HEAD", "OPTIONS"})
WITH_BODY = frozenset({"POST", "PATCH", "PUT"})
USED_EVERY = dt.timedelta(minutes=10)


def person_of(request: HttpRequest) -> Person:
    """Who calls; asked only behind the login."""
    user = request.user
    assert isinstance(user, Person)
    return user


def scopes_of(request: HttpRequest) -> list[str]:
    """What the caller's token allows; a session allows all that its person may."""
    found: list[str] = getattr(request, "scopes", [Scope.READ.value, Scope.WRITE.value])
    return found


def check_admin(request: HttpRequest) -> None:
    """Raise Forbidden for a token that may not administer; whether its owner may is the action's to say."""
    if hasattr(request, "scopes") and Scope.ADMIN.value not in scopes_of(request):
        raise Forbidden(_("This token may not administer."))


class TokenAuth(HttpBearer):
    """`Authorization: Bearer TOKEN`; a token in the address opens nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's owner, or None. Raises what `admit` raises."""
        moment = timezone.now()
        found = ApiToken.objects.usable(moment).filter(digest=links.digest(token)).select_related("owner").first()
        if found is None:
            return None
        if found.used_at is None or found.used_at < moment - USED_EVERY:
            ApiToken.objects.filter(pk=found.pk).update(used_at=moment)
        request.user = found.owner
        request.scopes = found.scopes  # type: ignore[attr-defined]
        translation.activate(found.owner.language)
        admit(request, f"token:{found.pk}")
        return found.owner


class BrowserAuth(SessionAuth):
    """The browser's session; its writes carry the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The person who is logged in, or None. Raises what `admit` raises."""
        if not request.user.is_authenticated:
            return None
        admit(request, f"person:{request.user.pk}")
        return request.user


def admit(request: HttpRequest, who: str) -> None:
    """Raise TooMany, Forbidden for a write with a token that only reads, Unsupported for a body that is not JSON."""
    if wait := throttle.wait(f"api:{who}", most=settings.API_PER_MINUTE, seconds=60):
        raise TooMany(wait)
    allowed = scopes_of(request)
    if request.method not in READS and not {Scope.WRITE.value, Scope.ADMIN.value}.intersection(allowed):
        raise Forbidden(_("This token may only read."))
    if request.method in WITH_BODY and int(request.headers.get("Content-Length") or 0):
        wanted = "multipart/form-data" if request.path.endswith("/files") else "application/json"
        if request.content_type != wanted:
            raise Unsupported(_("Send %(type)s.") % {"type": wanted}, "unsupported_media_type")
