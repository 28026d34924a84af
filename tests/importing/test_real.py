"""The real logs, where there are any: the folder that ESN_REAL_DATA names holds them."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from esn.activity.models import Activity
from issues.models import Issue
from issues.reading import pingpong
from people.models import Person
from tests.counted import statements
from tests.importing.conftest import REAL_DATA, Run
from tests.importing.test_pages import pages
from tests.importing.test_ping_pong import cases, worst
from tests.world import client_of

LOG = REAL_DATA / "servicenow_incident_event_log.csv.zip"
pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]


def test_a_year_of_a_service_desk_goes_in_and_adds_up(load: Run, run: Run) -> None:
    started = time.monotonic()
    ran = load(LOG, processes=2)
    print(f"{time.monotonic() - started:.0f} s\n{ran.text}")
    assert ran.failed.startswith("2 lines could not be followed")
    assert "DIFFERS" not in ran.text
    assert Issue.objects.count() == 20_769
    assert Activity.objects.filter(name="issue.assigned").count() == 11_411
    assert Activity.objects.filter(name="issue.moved").count() == 20_437
    assert Activity.objects.filter(name="issue.reopened").count() == 276
    found = pingpong.between_groups(Issue.objects.all(), Person.objects.get(handle="ada"), whole=20_769)
    assert (found.count, [case.returns for case in found.worst]) == expected_ping_pong()
    assert run("check_invariants").failed == ""
    ada, few = client_of(Person.objects.get(handle="ada")), {"/": 26, "/board/": 26, "/issues/?status=all": 26}
    for address in pages("INC0000045"):
        assert statements(ada, address) <= few.get(address, 70), address


def expected_ping_pong() -> tuple[int, list[int]]:
    """A plain count over the rows: incidents whose group came back, A → B → A, and how often the worst of them did."""
    counts = cases(rows_of(LOG))
    return len(counts), worst(counts.values())


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(path) as bundle, bundle.open(bundle.namelist()[0]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8"))


def test_real_customers_words_go_in(load: Run, run: Run) -> None:
    ran = load(REAL_DATA / "cfpb_complaints.csv.gz", mapping="cfpb", processes=2)
    assert ran.failed == "", ran.text
    assert Issue.objects.count() == 2_827
    assert run("check_invariants").failed == ""
