"""Loaded by pytest before Django reads its settings: servers and an address for this run.

Each worker of pytest-xdist has a PostgreSQL and a Valkey of its own: what was committed is read in commit order only
where no older transaction runs on the server, and a long test of a neighbour would hold the short ones up.
"""

import contextlib
import os
import socket

import pytest

from embedded.throwaway import throw_away

DEFAULTS = {"SECRET_KEY": "a-key-for-tests-only-which-signs-nothing-of-worth", "LOG_LEVEL": "WARNING"}
FIRST_PORT, LAST_PORT = 20_000, 30_000  # below what the kernel hands out to others
_servers = contextlib.ExitStack()


def free_port() -> int:
    """A port of this process's own corner that nobody listens on."""
    start = FIRST_PORT + os.getpid() * 7 % (LAST_PORT - FIRST_PORT)
    for port in range(start, start + 500):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free for the site under test")


def bound(port: int) -> socket.socket:
    """A socket at the port, beside those that this process holds there; anybody else finds the port taken."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind(("127.0.0.1", port))
    return held


def kept_port() -> int:
    """A port that stays this process's own until its tests are over."""
    port = free_port()
    _servers.enter_context(bound(port))
    return port


def prepare() -> None:
    """Put the addresses into the environment."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's sync API keeps a loop running in the test's thread
    os.environ["BASE_URL"] = f"http://127.0.0.1:{kept_port()}"
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        os.environ.update(_servers.enter_context(throw_away()), POTLUCK_THROW_AWAY="1")
    elif "PYTEST_XDIST_WORKER" in os.environ and os.environ.get("POTLUCK_THROW_AWAY"):
        os.environ.update(_servers.enter_context(throw_away()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the servers go."""
    _servers.close()


prepare()
