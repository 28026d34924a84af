"""Servers of its own for a test run: in a temporary folder, not durable, gone afterwards."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from embedded.errors import EmbeddedError
from embedded.lock import the_lock
from embedded.servers import Servers

PREFIX = "potluck-test-"
YOUNG = 60
"""Seconds in which a new folder has surely been locked."""


@contextlib.contextmanager
def throw_away() -> Iterator[dict[str, str]]:
    """Addresses of fresh servers."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with the_lock(home), contextlib.ExitStack() as stack:
            servers = Servers(home, durable=False)
            stack.callback(servers.stop)
            servers.start()
            yield servers.environ
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _sweep() -> None:
    """Remove what killed test runs left behind; a live one holds its lock, or is so young that it is about to."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, EmbeddedError):
            about = old.stat()
            if about.st_uid == os.geteuid() and time.time() - about.st_mtime > YOUNG:
                with the_lock(old):
                    shutil.rmtree(old, ignore_errors=True)
