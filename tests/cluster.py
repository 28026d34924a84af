"""Loaded by pytest before Django reads its settings: a throw-away PostgreSQL and Valkey for this run."""

import contextlib
import os

import pytest

from embedded.throwaway import throw_away

DEFAULTS = {"SECRET_KEY": "a-key-for-tests-only-which-signs-nothing-of-worth", "LOG_LEVEL": "WARNING"}
_servers = contextlib.ExitStack()

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's sync API keeps a loop running in the test's thread
for name, value in DEFAULTS.items():
    os.environ.setdefault(name, value)
os.environ.update(_servers.enter_context(throw_away()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the servers go."""
    _servers.close()
