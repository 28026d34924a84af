"""System checks of our own: an installation that would fail later is told at its start."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections

HUB_CONNECTIONS = 2
SPARE_CONNECTIONS = 8  # manage.py, backups, PostgreSQL's own reserve
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:")


def connections_needed() -> int:
    """The most connections that one node's processes hold at a time."""
    web = settings.HTTP_THREADS * settings.WEB_PROCESSES
    worker = settings.WORKER_THREADS + 1
    return web + HUB_CONNECTIONS + worker + SPARE_CONNECTIONS


@register(Tags.database)
def enough_connections(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Threads keep their connection, so PostgreSQL must have one for each."""
    if not databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("show max_connections")
        allowed = int(cursor.fetchone()[0])
    needed = connections_needed()
    if needed <= allowed:
        return []
    hint = "Raise max_connections, or lower HTTP_THREADS, WEB_PROCESSES or WORKER_THREADS."
    return [Error(f"PostgreSQL allows {allowed} connections, this node may need {needed}.", hint=hint, id="esn.E001")]


@register(Tags.security, deploy=True)
def https_outside(**_: Any) -> list[CheckMessage]:
    """Plain http is for this machine only."""
    if settings.HTTPS or is_loopback(settings.HOST):
        return []
    return [Error(f"BASE_URL is {settings.BASE_URL}: anywhere but on this machine it must be https.", id="esn.E002")]


@register(Tags.security, deploy=True)
def tls_ends_somewhere(**_: Any) -> list[CheckMessage]:
    """We speak http ourselves: https means that a proxy stands before us, and its word on the client counts."""
    if not settings.HTTPS or settings.TRUSTED_PROXIES:
        return []
    hint = "Set TRUSTED_PROXIES to the number of proxies, each of which must set X-Forwarded-For and -Proto."
    return [Error("BASE_URL is https, but no proxy is trusted to end TLS.", hint=hint, id="esn.E003")]


@register(Tags.security, deploy=True)
def strict_policy(**_: Any) -> list[CheckMessage]:
    """Nothing may run, style or load that is not ours."""
    directives: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [f"{name} {source}" for name, sources in directives.items() for source in sources if source in UNSAFE]
    if directives.get("default-src") == ["'none'"] and not loose:
        return []
    return [Error(f"The content security policy is not strict: {', '.join(loose) or 'default-src'}.", id="esn.E004")]


@register(deploy=True)
def mail_leaves(**_: Any) -> list[CheckMessage]:
    """Digests and news are mail."""
    if settings.EMAIL_URL:
        return []
    return [Caution("EMAIL_URL is not set: mail is written to files and reaches nobody.", id="esn.W001")]


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
