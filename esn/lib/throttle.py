"""How often somebody may ask: an atomic count in Redis for a window of time; open while Redis is away."""

import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def wait(key: str, *, most: int, seconds: int) -> int:
    """Count one request under `key`: 0 while there are at most `most` in the window, else seconds until the next."""
    window = int(time.time()) // seconds
    slot = f"throttle:{key}:{window}"
    if cache.add(slot, 1, 2 * seconds):
        return 0
    try:
        count = cache.incr(slot)
    except ValueError:
        return 0
    return 0 if count <= most else (window + 1) * seconds - int(time.time())


def network(request: HttpRequest) -> str:
    """The caller's network: an IPv4 address or an IPv6 /64, as seen by the last proxy that we trust."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        address = told[-settings.TRUSTED_PROXIES] if len(told) >= settings.TRUSTED_PROXIES else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)
