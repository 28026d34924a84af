"""A run of `python -m embedded` as a person at a terminal has it, and a folder for it."""

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.attach import ROOT
from tests.cluster import free_port

READY = re.compile(r"open (http://\S+)/")
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "BASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
PATIENCE = 90.0


def processes_of(folder: Path) -> list[int]:
    """Every process that was started for this data folder, by its command line or its environment."""
    mark = os.fsencode(folder)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (entry / "cmdline").read_bytes() or mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def outlive(pid: int) -> None:
    """Wait until a process, anybody's, has ended."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        ended, _, _ = select.select([handle], [], [], PATIENCE)
        os.close(handle)
        assert ended, f"process {pid} did not end"


class Run:
    """One `make run` on a folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.environ = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environ |= {"ESN_DATA_DIR": str(folder)}
        argv = [sys.executable, "-m", "embedded", "--no-demo", "--port", str(free_port()), *arguments]
        self.process = subprocess.Popen(
            argv, cwd=ROOT, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []

    def ready(self) -> str:
        """The address, once it is announced."""
        found = READY.search(self.says(READY.pattern))
        assert found
        return found.group(1)

    def says(self, *wanted: str) -> str:
        """The next line that holds one of these patterns."""
        for line in self.process.stdout or ():
            self.said.append(line)
            if any(re.search(pattern, line) for pattern in wanted):
                return line
        pytest.fail(f"it never said {' or '.join(wanted)}:\n{''.join(self.said)}")

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """manage.py as in another terminal."""
        argv = [sys.executable, "manage.py", *arguments]
        return subprocess.run(argv, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)

    def shell(self, code: str) -> str:
        """What a line of Python prints in `manage.py shell`."""
        done = self.manage("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def interrupt(self) -> int:
        """Ctrl-C; the answer is the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.said.append(self.process.communicate(timeout=PATIENCE)[0])
        return self.process.returncode

    def kill(self, *, everything: bool) -> None:
        """kill -9 of the supervisor, or of it and all that it started at once."""
        victims = processes_of(self.folder) if everything else []
        for pid in [self.process.pid, *victims]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def gone(self) -> None:
        """Wait until nothing of it is left."""
        while left := processes_of(self.folder):
            outlive(left[0])


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder outside of anyone's home."""
    made = Path(tempfile.mkdtemp(prefix="potluck-life-"))
    yield made
    for pid in processes_of(made):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(made, ignore_errors=True)
