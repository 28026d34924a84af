"""Waiting for a server to be ready, or saying why it is not."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from embedded.errors import EmbeddedError

START_SECONDS = 60.0


def wait_until(ready: Callable[[], bool], *, child: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Return when `ready`; raise with the end of the log when the child ends or nothing happens for a minute."""
    limit = time.monotonic() + START_SECONDS
    while not ready():
        if child.poll() is not None:
            raise EmbeddedError(f"{name} did not start:\n{tail(log)}")
        if time.monotonic() > limit:
            raise EmbeddedError(f"{name} was not ready after {START_SECONDS:.0f} s:\n{tail(log)}")
        time.sleep(0.02)


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
