"""Servers of its own for a test run: in a temporary folder, not durable, gone afterwards."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from embedded.errors import EmbeddedError
from embedded.lock import the_lock
from embedded.servers import Servers

PREFIX = "potluck-test-"


@contextlib.contextmanager
def throw_away() -> Iterator[dict[str, str]]:
    """Addresses of fresh servers; those that the environment gives already are used as they are."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if len(given) == 2:
        yield given
        return
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with the_lock(home), Servers(home, durable=False) as servers:
            yield {**servers.environ, **given}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _sweep() -> None:
    """Remove what killed test runs left behind; a live one holds its lock."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, EmbeddedError):
            if old.stat().st_uid == os.geteuid():
                with the_lock(old):
                    shutil.rmtree(old, ignore_errors=True)
