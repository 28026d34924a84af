"""State, event, due jobs and frames commit together, and happen once."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from esn.activity.clock import Replay, replaying
from esn.activity.due import job, kinds, run_due
from esn.activity.events import Event
from esn.activity.models import Activity, DueJob, DueState
from esn.activity.outlets import outlet, outlets, tell_all
from esn.activity.spine import action, plant, record, waive
from people.models import Person, Team
from tests.told import settle

pytestmark = pytest.mark.django_db(transaction=True)
named = Event[Team](name="test.named", kind="team")
OLD = dt.datetime(2020, 2, 29, 12, tzinfo=dt.UTC)


@action
def rename(team: Team, *, to: str, fail: bool = False) -> None:
    """An action of the simplest kind."""
    team.name = to
    team.save()
    record(named, team, by=None, to=to)
    plant("test.job", key=f"team:{team.pk}", due_at=OLD, to=to)
    if fail:
        raise ValueError(to)


@pytest.fixture
def team() -> Team:
    return Team.objects.create(slug="sales", name="Sales")


def test_what_an_action_did_and_recorded_commits_together(team: Team) -> None:
    rename(team, to="Hunters")
    assert Activity.objects.get().facts == {"to": "Hunters"}
    assert DueJob.objects.get().state == DueState.DUE


def test_an_action_that_fails_leaves_nothing(team: Team) -> None:
    with pytest.raises(ValueError, match="Gone"):
        rename(team, to="Gone", fail=True)
    assert Team.objects.get().name == "Sales"
    assert not Activity.objects.exists()
    assert not DueJob.objects.exists()


def test_an_inner_action_that_fails_is_forgotten_and_the_outer_goes_on(team: Team) -> None:
    @action
    def outer() -> None:
        rename(team, to="First")
        with pytest.raises(ValueError, match="Second"):
            rename(team, to="Second", fail=True)

    outer()
    assert Team.objects.get().name == "First"
    assert [row.facts["to"] for row in Activity.objects.all()] == ["First"]


def test_recording_outside_an_action_is_refused(team: Team) -> None:
    with pytest.raises(RuntimeError):
        record(named, team, by=None)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_rewrite_history(team: Team, change: str) -> None:
    rename(team, to="Hunters")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Activity.objects.update(name="other") if change == "update" else Activity.objects.all().delete()


def test_a_replay_keeps_the_time_of_the_log_and_tells_nobody(team: Team) -> None:
    @action
    def guarded() -> None:
        assert waive("news")
        rename(team, to="Then")

    with replaying(Replay(at=OLD, inferred=True)):
        guarded()
    row = Activity.objects.get()
    assert (row.at, row.waived, row.inferred, row.replayed) == (OLD, ["news"], True, True)
    assert not DueJob.objects.exists()


def test_a_due_job_runs_once_and_a_failing_one_is_tried_again_later(team: Team) -> None:
    ran: list[str] = []

    @job("test.job", inside=True)
    def run(due: DueJob) -> None:
        ran.append(due.payload["to"])
        if len(ran) == 1:
            raise ValueError("not yet")

    try:
        rename(team, to="Hunters")
        assert run_due() == 1
        assert DueJob.objects.get().attempts == 1
        assert run_due() == 0
        run_due(at=timezone.now() + dt.timedelta(hours=1))
        assert run_due(at=timezone.now() + dt.timedelta(hours=2)) == 0
    finally:
        del kinds["test.job"]
    assert ran == ["Hunters", "Hunters"]
    assert DueJob.objects.get().state == DueState.DONE


def test_an_outlet_hears_of_each_row_once_in_commit_order(team: Team) -> None:
    heard: list[str] = []

    @outlet("test")
    def hear(rows: list[Activity]) -> None:
        heard.extend(row.facts["to"] for row in rows)

    try:
        rename(team, to="One")
        rename(team, to="Two")
        settle()
        tell_all()
        rename(team, to="Three")
        settle()
        tell_all()
        settle()
        tell_all()
    finally:
        del outlets["test"]
    assert heard == ["One", "Two", "Three"]


def test_one_bad_row_does_not_silence_an_outlet(team: Team) -> None:
    heard: list[str] = []

    @outlet("test")
    def hear(rows: list[Activity]) -> None:
        for row in rows:
            if row.facts["to"] == "Bad":
                raise ValueError("bad")
        heard.extend(row.facts["to"] for row in rows)

    try:
        for name in ("One", "Bad", "Two"):
            rename(team, to=name)
        settle()
        tell_all()
    finally:
        del outlets["test"]
    assert heard == ["One", "Two"]
    assert DueJob.objects.filter(kind="outlet.retry", state=DueState.DUE).count() == 1


def test_the_cast_can_be_made() -> None:
    rita = Person.objects.create_user("rita", name="Rita Hunt", password="potluck-demo")
    assert rita.check_password("potluck-demo")
    assert rita.initials == "RH"
