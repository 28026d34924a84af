"""A worker is killed between claiming a step and carrying it out: the step happens once, and the next is planted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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
ABOUT_TO_LOCK = "about to lock the potato"
RUN = """
from datetime import datetime
from django.db import connection
from esn.activity.due import run_due

def watch(execute, sql, params, many, context):
    if "issues_issue" in sql and "FOR NO KEY UPDATE" in sql:
        print({said!r}, flush=True)
    return execute(sql, params, many, context)

with connection.execute_wrapper(watch):
    run_due(at=datetime.fromisoformat({moment!r}))
"""


def worker(moment: str) -> subprocess.Popen[str]:
    """A process of its own that runs what is due at a moment, and says when a claimed step wants its potato."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    code = RUN.format(said=ABOUT_TO_LOCK, moment=moment)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "shell", "-c", code]
    environ = {**os.environ, "DATABASE_URL": database}
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until_it_waits(process: subprocess.Popen[str]) -> None:
    """Until it has claimed its step and wants the potato that this test holds."""
    assert process.stdout is not None
    said = next((line for line in process.stdout if ABOUT_TO_LOCK in line), "")
    assert said, process.communicate()


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
