"""A log is replayed through the product's own actions, and what came of it equals a plain count of its rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from esn.activity import history
from esn.activity.models import Activity, DueJob, DueState
from esn.live.models import LiveEvent
from feeds.models import Community, Membership
from issues.lifecycle import Severity, Status, WaitingFor
from issues.models import Custody, Issue
from people.models import Person
from tests.importing.conftest import Run
from tests.importing.made import Row, count, incidents, row, write
from tests.world import World

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2016, 3, day, hour, minute, tzinfo=dt.UTC)


def one(load: Run, path: Path, *rows: Row) -> Issue:
    """The only potato of a log of these rows."""
    ran = load(write(path / "log.csv", rows))
    assert ran.failed == "", ran.text
    return Issue.objects.get()


def told(issue: Issue) -> list[tuple[str, bool]]:
    """Its history: each event and whether it was inferred."""
    rows = history.of("issue", issue.pk).exclude(name="issue.imported")
    return [(activity.name.removeprefix("issue."), activity.inferred) for activity in rows.order_by("id")]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_database_adds_up_to_what_a_plain_count_of_the_log_says(
    load: Run, run: Run, tmp_path: Path, seed: int
) -> None:
    path = write(tmp_path / "log.csv", incidents(60, seed=seed))
    ran = load(path)
    assert ran.failed == "", ran.text
    counted = count(path)
    rows = Activity.objects.filter(replayed=True, kind="issue")
    ends = {status: Issue.objects.filter(status=status).count() for status in counted.ends}
    assert Issue.objects.count() == counted.issues
    assert rows.filter(name="issue.assigned").count() == counted.assignees
    assert rows.filter(name="issue.moved").count() == counted.groups
    assert rows.filter(name="issue.reopened").count() == counted.reopenings
    assert ends == dict(counted.ends)
    assert "DIFFERS" not in ran.text
    assert run("check_invariants").failed == ""


def test_who_opened_it_flags_it_at_the_time_of_the_log(load: Run, tmp_path: Path, maya: Person) -> None:
    issue = one(load, tmp_path, row(caller_id="Caller 7", category="Printers", subcategory="Paper"))
    assert (issue.status, issue.owner, issue.flagged_at) == (Status.FLAGGED, maya, at(1, 8, 30))
    assert (issue.reporter.handle, issue.reporter.name) == ("caller-7", "Caller 7")
    assert not issue.reporter.has_usable_password()
    assert issue.reporter.memberships.filter(community__slug="company").exists()
    assert issue.title == "INC1: Printers, Paper"
    assert (issue.external_id, issue.source) == ("INC1", "servicenow")
    assert issue.post is not None
    assert issue.post.created == at(1, 8, 30)


def test_whoever_is_not_known_is_a_ghost_and_an_unknown_group_is_the_company(
    load: Run, tmp_path: Path, maya: Person
) -> None:
    issue = one(load, tmp_path, row(state="Active"), row(state="Closed", at="2/3/2016 10:00"))
    assert issue.reporter.is_ghost
    assert issue.owner.name == "unknown (import)"
    assert issue.community.is_company
    assert not issue.reporter.is_active


def test_a_jump_walks_the_shortest_legal_way_and_its_steps_between_are_inferred(load: Run, tmp_path: Path) -> None:
    rows = [row(assigned_to="?"), row(state="Resolved", at="1/3/2016 10:00"), row(state="Closed", at="6/3/2016 10:00")]
    issue = one(load, tmp_path, *rows)
    assert told(issue) == [("flagged", False), ("caught", True), ("resolved", False), ("closed", False)]
    assert (issue.caught_at, issue.resolved_at, issue.closed_at) == (at(1, 10), at(1, 10), at(6, 10))


def test_a_change_of_assignee_hands_it_over_and_a_change_of_group_moves_it(load: Run, tmp_path: Path) -> None:
    base = {"caller_id": "Caller 1", "assignment_group": "Group 1"}
    rows = [
        row(assigned_to="Ann", **base),
        row(state="Active", at="1/3/2016 10:00", assigned_to="Bob", **base),
        row(state="Active", at="1/3/2016 11:00", assigned_to="Bob", **{**base, "assignment_group": "Group 2"}),
    ]
    issue = one(load, tmp_path, *rows)
    assert (issue.owner.name, issue.community.name, issue.status) == ("Bob", "Group 2", Status.IN_PROGRESS)
    assert [custody.person.name for custody in Custody.objects.filter(issue=issue)[1:]] == ["Ann", "Bob"]
    assert issue.post is not None
    assert issue.post.community == issue.community
    assert Community.objects.get(name="Group 2").external_ref == "servicenow:Group 2"
    assert Membership.objects.filter(community=issue.community, person=issue.owner).exists()


def test_every_kind_of_waiting_has_its_own_and_changes_with_the_log(load: Run, tmp_path: Path) -> None:
    rows = [
        row(state="Awaiting User Info", assigned_to="Ann"),
        row(state="Awaiting Vendor", at="1/3/2016 10:00", assigned_to="Ann"),
    ]
    issue = one(load, tmp_path, *rows)
    assert (issue.status, issue.waiting_for, issue.waiting_since) == (Status.WAITING, WaitingFor.THIRD_PARTY, at(1, 10))
    assert [name for name, _ in told(issue)] == ["flagged", "caught", "waiting", "resumed", "waiting"]


def test_what_was_closed_may_open_again_however_late_and_the_waiver_is_stored(load: Run, tmp_path: Path) -> None:
    rows = [
        row(state="Resolved", assigned_to="Ann"),
        row(state="Closed", at="6/3/2016 10:00", assigned_to="Ann"),
        row(state="Active", at="28/3/2016 10:00", assigned_to="Ann"),
    ]
    issue = one(load, tmp_path, *rows)
    assert (issue.status, issue.reopen_count, issue.task_live) == (Status.IN_PROGRESS, 1, 0)
    assert history.of("issue", issue.pk).get(name="issue.reopened").waived == ["too_late"]


def test_priority_becomes_severity_and_the_closing_code_the_recipe(load: Run, tmp_path: Path) -> None:
    rows = [
        row(priority="4 - Low", assigned_to="Ann"),
        row(priority="1 - Critical", at="1/3/2016 10:00", assigned_to="Ann"),
        row(
            "INC1", "Resolved", "1/3/2016 11:00",
            priority="1 - Critical", assigned_to="Ann", resolved_by="Zoe", closed_code="code 5",
        ),
    ]  # fmt: skip
    issue = one(load, tmp_path, *rows)
    assert issue.severity == Severity.CRITICAL
    assert (issue.resolution.by.name, issue.resolution.cure) == ("Zoe", "Closed with code 5")


def test_an_import_tells_nobody_and_counts_no_bounces(load: Run, tmp_path: Path, world: World) -> None:
    frames = LiveEvent.objects.count()
    issue = one(load, tmp_path, *(row(state="Active", at=f"1/3/2016 1{n}:00", assigned_to=f"P{n}") for n in range(5)))
    assert LiveEvent.objects.count() == frames
    assert issue.bounces == 0
    assert not Activity.objects.filter(kind="issue", replayed=False).exists()


def test_what_is_still_open_gets_an_owner_its_heat_and_its_due_jobs(load: Run, tmp_path: Path, maya: Person) -> None:
    rows = [
        row("A", "Active"),
        row("B", "Awaiting User Info", assigned_to="Ann"),
        row("C", "Resolved", assigned_to="Ann"),
    ]
    load(write(tmp_path / "log.csv", rows))
    held, waits, resolved = (Issue.objects.get(external_id=key) for key in "ABC")
    assert (held.owner, held.heat > 0) == (maya, True)
    assert resolved.heat == 0
    due = {job.kind: job for job in DueJob.objects.filter(state=DueState.DUE, kind__startswith="issue.")}
    assert due["issue.wake"].payload == {"issue": waits.pk}
    assert due["issue.close"].payload == {"issue": resolved.pk}
    assert all(job.due_at > dt.datetime.now(dt.UTC) for job in due.values())


def test_people_of_the_company_are_known_by_their_name_or_their_address(
    load: Run, tmp_path: Path, carl: Person
) -> None:
    rows = [row(caller_id="Carl Brandt", assigned_to="CARL@potluck.example")]
    before = Person.objects.count()
    issue = one(load, tmp_path, *rows)
    assert (issue.reporter, issue.owner) == (carl, carl)
    assert Person.objects.count() == before + 1  # the ghost


def test_complaints_of_customers_come_in_by_their_own_mapping(load: Run, tmp_path: Path) -> None:
    columns = [
        "Date received", "Product", "Sub-product", "Issue", "Sub-issue", "Consumer complaint narrative",
        "Company public response", "Company", "Date sent to company", "Company response to consumer", "Complaint ID",
    ]  # fmt: skip
    words = 'They charged me twice.\n\nI called, "nobody" answered; é.'
    values = [
        "07/21/23",
        "Loan",
        "Pawn loan",
        "Fees",
        "None",
        words,
        "None",
        "Aldera",
        "07/22/23",
        "Closed with explanation",
        "9",
    ]
    path = write(tmp_path / "log.csv", [dict(zip(columns, values, strict=True))], columns)
    ran = load(path, mapping="cfpb")
    assert ran.failed == "", ran.text
    issue = Issue.objects.get()
    assert issue.customer is not None
    assert (issue.customer.name, issue.title, issue.description) == ("Aldera", "Fees", words)
    assert (issue.status, issue.community.name, issue.resolution.cure) == (
        "closed",
        "Pawn loan",
        "Closed with explanation",
    )
    assert "twice" in issue.description_html


def test_a_dry_run_reports_and_changes_nothing(load: Run, tmp_path: Path, world: World) -> None:
    rows = [*incidents(5, seed=4), row("X", "-100"), row("Y", "Active"), row("Y", "New", "2/3/2016 09:00")]
    path = write(tmp_path / "log.csv", rows)
    before = (Person.objects.count(), Activity.objects.count(), Community.objects.count())
    ran = load(path, "--dry-run")
    assert Issue.objects.count() == 0
    assert (Person.objects.count(), Activity.objects.count(), Community.objects.count()) == before
    assert f"line {len(rows) - 1}: its state is “-100”" in ran.text
    assert f"line {len(rows) + 1}: No legal way leads a potato from “In progress” to “Flagged”." in ran.text
    assert ran.failed.startswith("2 lines could not be followed")
