"""A worker is killed between claiming a step and carrying it out: the step happens once, and the next is planted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction

from esn.activity.models import DueJob, DueState
from issues.models import ClimbStep, Issue
from tests import world as making
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def worker(moment: str) -> subprocess.Popen[str]:
    """A process of its own that runs what is due at a moment."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    run = f"run_due(at=datetime.fromisoformat('{moment}'))"
    code = f"from datetime import datetime; from esn.activity.due import run_due; {run}"
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "shell", "-c", code]
    environ = {**os.environ, "DATABASE_URL": database}
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until_it_waits(process: subprocess.Popen[str]) -> None:
    """Until somebody waits for a lock that this test holds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("nobody came")


def test_a_step_is_carried_out_once_though_its_worker_is_killed_and_two_others_race(world: World) -> None:
    issue = making.potato(by=world.rita, community=world.sales)
    due = DueJob.objects.get(kind="ladder.step")
    moment = due.due_at.isoformat()
    with transaction.atomic():
        Issue.objects.locked(issue)
        doomed = worker(moment)
        wait_until_it_waits(doomed)
        doomed.send_signal(signal.SIGKILL)
        doomed.communicate(timeout=PATIENCE)
    assert not ClimbStep.objects.exists()
    for process in [worker(moment), worker(moment)]:
        _out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
    assert ClimbStep.objects.count() == 1
    assert DueJob.objects.get(pk=due.pk).state == DueState.DONE
    assert DueJob.objects.filter(kind="ladder.step", state=DueState.DUE).count() == 1
