"""The real logs, where there are any: the folder that ESN_REAL_DATA names holds them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from esn.activity.models import Activity
from issues.models import Issue
from tests.importing.conftest import Run

REAL = Path(os.environ.get("ESN_REAL_DATA") or "/nowhere")
pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not REAL.is_dir(), reason="ESN_REAL_DATA names no folder"),
]


def test_a_year_of_a_service_desk_goes_in_and_adds_up(load: Run, run: Run) -> None:
    started = time.monotonic()
    ran = load(REAL / "servicenow_incident_event_log.csv.zip", processes=2)
    print(f"{time.monotonic() - started:.0f} s\n{ran.text}")
    assert ran.failed.startswith("2 lines could not be followed")
    assert "DIFFERS" not in ran.text
    assert Issue.objects.count() == 20_769
    assert Activity.objects.filter(name="issue.assigned").count() == 11_411
    assert Activity.objects.filter(name="issue.moved").count() == 20_437
    assert Activity.objects.filter(name="issue.reopened").count() == 276
    assert run("check_invariants").failed == ""


def test_real_customers_words_go_in(load: Run, run: Run) -> None:
    ran = load(REAL / "cfpb_complaints.csv.gz", mapping="cfpb", processes=2)
    assert ran.failed == "", ran.text
    assert Issue.objects.count() == 2_827
    assert run("check_invariants").failed == ""
