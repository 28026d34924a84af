"""What `make run` holds in memory when nobody asks it for anything."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.live import free_port
from bench.measuring import Figure, family, figure

ROOT = Path(__file__).resolve().parent.parent
MOST_MB, QUIET, READY = 600, 60.0, "ready after"
THEIRS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL")


def measure(*, quiet: float = QUIET) -> dict[str, Figure]:
    """PSS of all its processes, some time after the last request."""
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        environ = {name: value for name, value in os.environ.items() if name not in THEIRS}
        running = subprocess.Popen(
            [sys.executable, "-m", "embedded", "--port", str(port)],
            cwd=ROOT,
            env={**environ, "ESN_DATA_DIR": home},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            _wait(running)
            _ask(f"http://127.0.0.1:{port}/login/")
            time.sleep(quiet)
            pids = family(running.pid)
            held = sum(pss(pid) for pid in pids) / 1024
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)
    method = (
        f"PSS of the {len(pids)} processes of make run (PostgreSQL and Valkey included), {quiet:.0f} s after a request"
    )
    return {"idle_memory_mb": figure(held, MOST_MB, method)}


def pss(pid: int) -> int:
    """Kilobytes of a process, what it shares divided among those who share it."""
    try:
        found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found.group(1)) if found else 0


def _wait(running: subprocess.Popen[str]) -> None:
    """Until it says that it is ready: the web answers before the worker is there."""
    for line in running.stdout or ():
        if READY in line:
            return
    raise RuntimeError("make run did not start")


def _ask(url: str) -> None:
    """Ask for a page some times, as people would have."""
    for _ in range(10):
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
