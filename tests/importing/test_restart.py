"""An import may be run again, go on with a longer log, be killed at any moment, and be shared by two processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from esn.activity.models import Activity
from feeds.models import Community, Post
from issues.models import Custody, Issue
from people.models import Person
from tests.importing.conftest import Run
from tests.importing.made import count, incidents, row, write

State = tuple[object, ...]


def state() -> State:
    """Everything an import makes, by names that a second run would give again."""
    issues = Issue.objects.order_by("external_id").values_list(
        "external_id", "title", "status", "severity", "reporter__name", "owner__name", "community__name", "flagged_at",
        "caught_at", "resolved_at", "closed_at", "reopen_count", "waiting_for", "version",
    )  # fmt: skip
    keys = dict(Issue.objects.values_list("pk", "external_id"))
    rows = Activity.objects.filter(kind="issue").order_by("object_id", "id").values_list("object_id", "name", "at")
    told = Counter((keys[pk], name, at) for pk, name, at in rows if name != "issue.imported")
    custody = Counter(Custody.objects.values_list("issue__external_id", "person__name", "kind", "since"))
    people = set(Person.objects.values_list("handle", "name"))
    places = set(Community.objects.values_list("name", "external_ref", "member_count"))
    return list(issues), told, custody, people, places, Post.objects.count()


@pytest.mark.django_db
def test_a_second_run_changes_nothing(load: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", incidents(25, seed=5))
    load(path)
    before = state()
    ran = load(path)
    assert ran.failed == "", ran.text
    assert state() == before


@pytest.mark.django_db
def test_a_longer_log_goes_on_where_the_shorter_one_ended(load: Run, run: Run, tmp_path: Path) -> None:
    rows = sorted(incidents(25, seed=6), key=lambda line: line["number"][-1])
    path = write(tmp_path / "log.csv", rows)
    for limit in (20, 45, 46):
        assert load(path, "--limit", limit).failed == ""
    ran = load(path)
    assert (ran.failed, "DIFFERS" in ran.text) == ("", False)
    assert Activity.objects.filter(name="issue.moved").count() == count(path).groups
    assert run("check_invariants").failed == ""


@pytest.mark.django_db
def test_a_shorter_log_leaves_what_a_longer_one_told(load: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", incidents(10, seed=7))
    load(path)
    before = state()
    ran = load(path, "--limit", 9)
    assert "An earlier, longer log has told more of" in ran.text
    assert (ran.failed, state()) == ("", before)


@pytest.mark.django_db
def test_a_log_that_rewrites_the_past_is_refused(load: Run, tmp_path: Path) -> None:
    load(write(tmp_path / "log.csv", [row(caller_id="Ann")]))
    ran = load(write(tmp_path / "log.csv", [row(caller_id="Bob"), row(state="Closed", at="2/3/2016 09:00")]))
    assert (
        "line 2: issue INC1 could not be followed at all: its first 1 rows differ from those of an earlier" in ran.text
    )
    assert Issue.objects.get().status == "flagged"


@pytest.mark.django_db(transaction=True)
def test_two_processes_tell_the_same_as_one(load: Run, run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", incidents(60, seed=8))
    ran = load(path, processes=2)
    assert (ran.failed, "DIFFERS" in ran.text) == ("", False), ran.text
    assert Issue.objects.count() == 60
    assert run("check_invariants").failed == ""
    before = state()
    load(path, processes=1)
    assert state() == before


@contextmanager
def begun(path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """An import in a process of its own, on the test database, and the terminal on which it draws its bar."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "manage.py", "import_issues", str(path), "--mapping", "servicenow", "--skip-checks"]
    environ = {**os.environ, "DATABASE_URL": database}
    ours, its = os.openpty()
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environ, stdout=its, stderr=subprocess.DEVNULL, start_new_session=True
    )
    os.close(its)
    yield process, ours
    os.close(ours)


def wait_for(count_: int, terminal: int) -> None:
    """Until so many potatoes are committed, or it ends; the bar moves after each batch."""
    with suppress(OSError):  # nobody holds the other end any more
        while Issue.objects.count() < count_:
            os.read(terminal, 4096)


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_and_run_again_it_ends_as_if_it_had_run_once(load: Run, run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", incidents(250, seed=9))
    for part in (1, 100, 180):
        with begun(path) as (process, terminal):
            wait_for(part, terminal)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert Issue.objects.count() % 25 == 0 or Issue.objects.count() == 250
    ran = load(path)
    assert (ran.failed, "DIFFERS" in ran.text) == ("", False), ran.text
    counted = count(path)
    assert Issue.objects.count() == counted.issues
    assert Activity.objects.filter(name="issue.assigned").count() == counted.assignees
    assert Person.objects.values("name").distinct().count() == Person.objects.count()
    assert run("check_invariants").failed == ""
