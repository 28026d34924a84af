"""Child processes that end when this one does, however it ends."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from embedded.accounts import Account

PR_SET_PDEATHSIG = 1


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
        preexec_fn=_die_with_parent(death),
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


def _die_with_parent(death: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        # subprocess calls this after the change of account, which would have cleared it
        libc.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)

    return ask_the_kernel
