"""One port: WebSockets go to Channels, everything else to the WSGI application on a fixed pool of threads."""

from typing import Any

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.utils.module_loading import import_string

from esn.lib.bodies import BodyGuard
from esn.wsgi import application as wsgi

SOCKETS = "esn.live.routing.websocket"  # named, not imported: its models need Django set up, which esn.wsgi does

threads: Any = WSGIMiddleware(wsgi, workers=settings.HTTP_THREADS)  # type: ignore[arg-type]  # its types are its own
http = BodyGuard(threads, seconds=settings.BODY_SECONDS, most=(settings.MAX_UPLOAD_MB + 2) << 20)
application = ProtocolTypeRouter({"http": http, "websocket": import_string(SOCKETS)})
