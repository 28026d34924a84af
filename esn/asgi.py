"""One port: WebSockets go to Channels, everything else to the WSGI application on a fixed pool of threads."""

import os

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from esn.wsgi import application as http

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
application = ProtocolTypeRouter({"http": WSGIMiddleware(http, workers=settings.HTTP_THREADS)})
