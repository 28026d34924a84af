"""`make run` starts, ends cleanly, and loses nothing to kill -9."""

import http.client
import os
import re
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from embedded.errors import EmbeddedError
from embedded.lock import the_lock
from embedded.ports import free_port
from tests.embedded.conftest import READY, Run, processes_of

KEEP = "from esn.activity.models import Tick; Tick(name='kept', at='2026-01-01T00:00Z').save()"
COUNT = "from esn.activity.models import Tick; print(Tick.objects.filter(name='kept').count())"


def status_of(url: str) -> int:
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.netloc, timeout=30)
    line.request("GET", parts.path)
    return line.getresponse().status


def test_a_run_answers_lets_manage_attach_and_ends_on_ctrl_c(folder: Path) -> None:
    run = Run(folder)
    url = run.ready()
    assert status_of(f"{url}/health/ready") == 200
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert (folder / "urls.json").stat().st_mode & 0o777 == 0o600
    assert run.shell("from django.conf import settings; print(settings.SECRET_KEY)") == (folder / "secret").read_text()
    assert run.interrupt() == 0
    run.gone()
    assert "the data is kept" in "".join(run.said)
    assert "database system is shut down" in (folder / "log/postgres.log").read_text()
    assert not (folder / "urls.json").exists()


def test_nothing_is_lost_when_the_supervisor_or_everything_is_killed(folder: Path) -> None:
    first = Run(folder)
    first.ready()
    first.shell(KEEP)
    first.kill(everything=False)
    first.gone()
    second = Run(folder)
    second.ready()
    second.kill(everything=True)
    third = Run(folder)
    third.ready()
    assert third.shell(COUNT) == "1"
    assert third.interrupt() == 0
    third.gone()


def test_a_database_and_a_broker_that_are_killed_come_back_under_the_running_site(folder: Path) -> None:
    run = Run(folder)
    url = run.ready()
    run.shell(KEEP)
    for pid in servers_of(folder):
        os.kill(pid, signal.SIGKILL)
    back = run.says("started again") + run.says("started again")
    assert "Valkey ended by itself" in back
    assert "PostgreSQL ended by itself" in back
    assert status_of(f"{url}/health/ready") == 200
    assert run.shell(COUNT) == "1"
    assert run.interrupt() == 0
    run.gone()


def servers_of(folder: Path) -> list[int]:
    """PostgreSQL's first process, and Valkey."""
    named = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes_of(folder)}
    return [pid for pid, command in named.items() if b"/postgres\0-D" in command or b"valkey-server" in command]


def test_ctrl_c_while_it_starts_ends_everything_and_the_next_start_is_whole(folder: Path) -> None:
    run = Run(folder)
    run.says("PostgreSQL and Valkey are up")
    assert run.interrupt() in {0, 130}
    run.gone()
    assert not (folder / "urls.json").exists()
    again = Run(folder)
    assert status_of(f"{again.ready()}/health/ready") == 200
    assert again.interrupt() == 0


def test_of_two_starts_at_once_on_the_same_data_one_runs_and_one_is_told(folder: Path) -> None:
    runs = [Run(folder), Run(folder)]
    with ThreadPoolExecutor(2) as both:
        said = list(both.map(lambda run: run.says(READY.pattern, "already running"), runs))
    told = next(run for run, line in zip(runs, said, strict=True) if "already running" in line)
    works = next(run for run in runs if run is not told)
    assert told.process.wait(60) == 1
    assert works.interrupt() == 0
    works.gone()


def test_a_second_run_on_the_same_data_is_told_who_has_it(folder: Path) -> None:
    with the_lock(folder):
        run = Run(folder)
        said, _ = run.process.communicate(timeout=60)
    assert run.process.returncode == 1
    assert re.search(r"potluck: already running \(pid \d+\)", said)


def test_manage_says_how_when_nothing_runs(folder: Path) -> None:
    run = Run(folder, "--help")
    run.process.communicate(timeout=60)
    refused = run.manage("shell")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Nothing runs here: start `make run`")
    assert "Traceback" not in refused.stderr


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EmbeddedError, match=f"port {port} on 127.0.0.1 is in use"):
            free_port("127.0.0.1", port)
