"""The way to the socket: only from our own pages, only under its own address."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings

from esn.live.consumer import LiveConsumer

PATH = "/ws/live/"
DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """The origin of an address as a browser writes it: small letters, no port where it goes without saying."""
    parts = urlsplit(url)
    port = "" if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"


async def websocket(scope: Any, receive: Any, send: Any) -> None:
    """Refuse every handshake whose `Origin` is not exactly that of BASE_URL, a missing one too; the rest is live."""
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    ours = origins == [origin_of(settings.BASE_URL)] and scope["path"] == PATH
    app: Any = LiveConsumer() if ours else WebsocketDenier()
    await app(scope, receive, send)
