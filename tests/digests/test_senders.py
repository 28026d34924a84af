"""One digest a person and period, though senders are killed or race each other."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from digests import actions, jobs
from digests.due import due
from digests.models import Digest, State
from digests.sending import Outcome, deliver
from esn.activity.due import run_due
from esn.activity.models import DueJob
from issues.models import Issue
from people.models import Person
from tests.digests.conftest import MORNING, to
from tests.digests.postbox import Postbox

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = dt.datetime.fromisoformat(MORNING)
PATIENCE = 180


def sender(box: Postbox) -> subprocess.Popen[str]:
    """`manage.py send_digests` as a process of its own on the test's database."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environ = {**os.environ, "DATABASE_URL": database, "EMAIL_URL": box.url}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "send_digests", "--at", MORNING]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def last_line(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return out.strip().splitlines()[-1]


def test_a_sender_killed_between_composing_and_sending_loses_and_doubles_nothing(potato: Issue) -> None:
    with Postbox(speaks=False) as silent:
        doomed = sender(silent)
        assert silent.called.wait(PATIENCE)
        doomed.send_signal(signal.SIGKILL)
        doomed.communicate(timeout=PATIENCE)
    assert Digest.objects.filter(state=State.COMPOSED).count() == 1
    assert not Digest.objects.filter(state=State.SENT).exists()
    with Postbox() as box:
        assert last_line(sender(box)) == "sent 5, skipped 1"
        assert last_line(sender(box)) == "sent 0, skipped 6"
    assert len(box.names) == len(set(box.names)) == 5


def test_two_senders_at_once_send_one_to_each(potato: Issue) -> None:
    with Postbox() as box:
        lines = [last_line(process) for process in [sender(box), sender(box)]]
    sent = [int(line.split()[1].rstrip(",")) for line in lines]
    assert sum(sent) == 5
    assert len(box.names) == len(set(box.names)) == 5


def test_what_a_killed_sender_left_is_sent_by_its_due_job(potato: Issue, carl: Person) -> None:
    digest = composed(carl)
    run_due(at=timezone.now() + dt.timedelta(minutes=5))
    assert [letter.to for letter in mail.outbox] == [[carl.email]]
    assert deliver(digest.pk) is Outcome.NOT_MINE
    assert len(to(carl)) == 1


def composed(person: Person) -> Digest:
    [item] = [item for item in due(MOMENT) if item.person_id == person.pk]
    return actions.compose(item, at=MOMENT, send_at=timezone.now())


def test_the_tick_composes_and_sends_what_is_due_by_itself(potato: Issue) -> None:
    jobs.plan()
    jobs.plan()
    run_due()
    run_due()
    assert len(mail.outbox) == 5
    assert Digest.objects.filter(state=State.SENT).count() == 5
    jobs.plan()
    run_due()
    assert len(mail.outbox) == 5


def test_a_mail_server_that_is_away_for_long_only_delays(potato: Issue, carl: Person) -> None:
    digest = composed(carl)
    Digest.objects.filter(pk=digest.pk).update(composed_at=timezone.now() - dt.timedelta(hours=1))
    DueJob.objects.filter(kind=actions.SEND).update(state="failed")
    actions.plan(MOMENT)
    DueJob.objects.filter(kind=actions.SEND, state="due").update(due_at=timezone.now())
    run_due()
    assert len(to(carl)) == 1
