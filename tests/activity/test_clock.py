"""A clock that is put forth and back by hours while work falls due."""

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity.due import LEASE, claim_tick, job, kinds, recurring, run_due, run_recurring
from esn.activity.models import DueJob, DueState, Tick
from esn.activity.spine import action, plant
from esn.health import ticked

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HOURS = [dt.timedelta(hours=hours) for hours in (0, 5, -3, 5, 0, -24)]
MINUTE = dt.timedelta(minutes=1)


@action
def promise(number: int, due_at: dt.datetime) -> None:
    plant("test.clock", key=f"clock:{number}", due_at=due_at, number=number)


def test_a_job_runs_once_however_the_clock_jumps_while_it_is_due() -> None:
    ran: list[int] = []
    kinds.pop("test.clock", None)

    @job("test.clock", inside=True)
    def run(due: DueJob) -> None:
        ran.append(due.payload["number"])

    try:
        for number, jump in enumerate(HOURS):
            promise(number, NOON + jump)
            run_due(at=NOON + jump)
            run_due(at=NOON + jump)
    finally:
        del kinds["test.clock"]
    assert sorted(ran) == list(range(len(HOURS)))


def test_a_lease_of_a_clock_that_was_put_back_is_over() -> None:
    ran: list[int] = []

    @job("test.clock", inside=False)
    def run(due: DueJob) -> None:
        ran.append(due.payload["number"])

    try:
        promise(1, NOON)
        DueJob.objects.update(state=DueState.RUNNING, lease_until=NOON + HOURS[1] + LEASE)
        assert run_due(at=NOON) == 1
        promise(2, NOON)
        DueJob.objects.filter(key="clock:2").update(state=DueState.RUNNING, lease_until=NOON + LEASE)
        assert run_due(at=NOON) == 0
    finally:
        del kinds["test.clock"]
    assert ran == [1]


def test_a_pass_goes_on_when_the_clock_is_put_back_and_is_still_one_a_period() -> None:
    begun: list[dt.datetime] = []
    recurring["test.pass"] = (MINUTE, lambda: begun.append(NOON))
    try:
        for jump in HOURS[:4]:
            run_recurring(at=NOON + jump)
            run_recurring(at=NOON + jump + dt.timedelta(seconds=30))
    finally:
        del recurring["test.pass"]
    assert len(begun) == 4


def test_two_machines_whose_clocks_differ_a_little_begin_a_pass_once() -> None:
    assert claim_tick("test.pass", NOON + MINUTE, MINUTE)
    assert not claim_tick("test.pass", NOON, MINUTE)


def test_a_worker_that_died_before_the_clock_was_put_back_is_missed() -> None:
    Tick.objects.update_or_create(name="tick", defaults={"at": timezone.now() + dt.timedelta(hours=5)})
    assert not ticked()
    Tick.objects.update(at=timezone.now())
    assert ticked()
