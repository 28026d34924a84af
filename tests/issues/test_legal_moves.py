"""The database agrees with lifecycle.py about what a legal move is."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import IntegrityError, transaction

from issues import lifecycle
from issues.models import Issue

triggers = import_module("issues.migrations.0002_legal_moves")


@pytest.mark.parametrize(
    ("listed", "moves"),
    [
        (triggers.ISSUE_MOVES, lifecycle.MOVES),
        (triggers.TASK_MOVES, lifecycle.TASK_MOVES),
        (triggers.HANDOFF_MOVES, lifecycle.HANDOFF_MOVES),
    ],
)
def test_the_triggers_list_the_moves_of_the_lifecycle(listed: str, moves: dict[str, tuple[str, ...]]) -> None:
    assert set(listed.split()) == {f"{state}>{to}" for state, ends in moves.items() for to in ends}


@pytest.mark.django_db
def test_an_illegal_move_by_raw_sql_is_refused(potato: Issue) -> None:
    with pytest.raises(IntegrityError, match="flagged>in_progress"), transaction.atomic():
        Issue.objects.filter(pk=potato.pk).update(status="in_progress")
