"""Asks the process in this container whether it answers, or (--tick) the database whether time passes."""

import http.client
import os
import sys
from importlib import import_module

import django


def answers() -> bool:
    """Whether the web server of this container says that it is live."""
    host = os.environ.get("BASE_URL", "http://127.0.0.1").split("//", 1)[1]
    line = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    line.request("GET", "/health/live", headers={"Host": host})
    return line.getresponse().status == 200


def ticks() -> bool:
    """Whether a worker heard the beat within the last minute."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    django.setup()
    return bool(import_module("esn.health").ticked())


if __name__ == "__main__":
    sys.exit(0 if (ticks() if "--tick" in sys.argv else answers()) else 1)
