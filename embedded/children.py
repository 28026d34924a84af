"""Child processes that end when this one does, however it ends."""

import ctypes
import functools
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from embedded.accounts import Account

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def spawn(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    account: Account | None = None,
    death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches only this process.

    On Linux the kernel sends it `death` when this process dies, even of kill -9.
    """
    who = account.popen() if account else {}
    return subprocess.Popen(
        argv,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        # subprocess calls this after the change of account, which would have cleared it
        preexec_fn=functools.partial(die_with_parent, death),
        **who,
    )


def end(child: subprocess.Popen[bytes], how: signal.Signals, *, patience: float) -> None:
    """Ask a child to leave, wait `patience` seconds, then make it."""
    if child.poll() is None:
        child.send_signal(how)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def die_with_parent(death: signal.Signals = signal.SIGTERM) -> None:
    """Linux: have the kernel send this process `death` when the thread that started it ends, even of kill -9."""
    if sys.platform.startswith("linux"):
        LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
