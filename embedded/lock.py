"""One owner for one data folder; the kernel lets go when the owner dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from embedded.errors import EmbeddedError


@contextlib.contextmanager
def the_lock(home: Path) -> Iterator[None]:
    """Hold `home` for this process; a second one is told who has it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise EmbeddedError(f"already running ({handle.read().strip() or 'elsewhere'}) on {home}.") from None
        handle.seek(0)
        handle.truncate()
        handle.write(f"pid {os.getpid()}")
        handle.flush()
        yield
