"""The life of a potato, a toss and a bite: what may follow what, and how a refusal reads."""

from collections.abc import Callable

import pytest

from esn.lib.errors import Conflict
from issues.lifecycle import (
    HANDOFF_MOVES,
    HELD,
    LIVE_TASK,
    MOVES,
    OPEN,
    TASK_MOVES,
    HandoffStatus,
    Size,
    Status,
    TaskStatus,
    check_handoff_move,
    check_move,
    check_task_move,
    path,
)

LEGAL = """
flagged caught, flagged discarded, flagged merged, caught in_progress, caught waiting, caught resolved, caught merged,
in_progress caught, in_progress waiting, in_progress resolved, in_progress merged, waiting caught,
waiting in_progress, waiting merged, resolved in_progress, resolved closed, closed in_progress, discarded flagged
"""
MOST_STEPS = 4


def _allowed(check: Callable[[str, str], None], current: str, to: str) -> bool:
    try:
        check(current, to)
    except Conflict as refusal:
        assert refusal.code == "illegal_transition"
        return False
    return True


def test_a_potato_moves_as_its_life_says_and_in_no_other_way() -> None:
    legal = {tuple(pair.split()) for pair in LEGAL.split(",")}
    found = {(a, b) for a in Status.values for b in Status.values if _allowed(check_move, a, b)}
    assert found == legal


def test_a_refused_move_names_both_states_in_plain_words() -> None:
    with pytest.raises(Conflict) as refusal:
        check_move(Status.CLOSED, Status.WAITING)
    assert refusal.value.status == 409
    assert refusal.value.message == "This potato is now “Closed”; from there it cannot become “Waiting”."


def test_a_toss_ends_once() -> None:
    ends = set(HandoffStatus) - {HandoffStatus.OFFERED}
    assert set(HANDOFF_MOVES[HandoffStatus.OFFERED]) == ends
    assert not any(_allowed(check_handoff_move, end, to) for end in ends for to in HandoffStatus)


def test_a_bite_is_finished_or_cancelled_for_good() -> None:
    assert set(TaskStatus) - LIVE_TASK == {TaskStatus.DONE, TaskStatus.CANCELLED}
    ends = (TaskStatus.DONE, TaskStatus.CANCELLED)
    assert not any(_allowed(check_task_move, end, to) for end in ends for to in TaskStatus)
    assert all(_allowed(check_task_move, current, TaskStatus.CANCELLED) for current in LIVE_TASK)


def test_a_bite_must_be_taken_before_it_is_eaten() -> None:
    assert not _allowed(check_task_move, TaskStatus.OPEN, TaskStatus.DONE)
    assert not _allowed(check_task_move, TaskStatus.PROPOSED, TaskStatus.TAKEN)
    assert _allowed(check_task_move, TaskStatus.TAKEN, TaskStatus.DONE)
    assert _allowed(check_task_move, TaskStatus.REVIEW, TaskStatus.DOING)


def test_every_bite_on_a_plate_may_go_back_to_the_table() -> None:
    back = {current for current in TASK_MOVES if _allowed(check_task_move, current, TaskStatus.OPEN)}
    assert back == {TaskStatus.PROPOSED, TaskStatus.TAKEN, TaskStatus.DOING, TaskStatus.REVIEW}


def test_open_and_held_potatoes() -> None:
    assert set(OPEN) == {"flagged", "caught", "in_progress", "waiting"}
    assert set(OPEN) - set(HELD) == {"flagged"}


def test_a_size_is_its_minutes() -> None:
    assert [size.minutes for size in Size] == [15, 60, 180, 480]


def test_a_jump_walks_the_shortest_legal_way() -> None:
    assert path("flagged", "resolved") == [Status.CAUGHT, Status.RESOLVED]
    assert path("flagged", "closed") == [Status.CAUGHT, Status.RESOLVED, Status.CLOSED]
    assert path("waiting", "resolved") == [Status.IN_PROGRESS, Status.RESOLVED]
    assert path("closed", "waiting") == [Status.IN_PROGRESS, Status.WAITING]
    assert path("merged", "resolved") in ([Status.CAUGHT, Status.RESOLVED], [Status.IN_PROGRESS, Status.RESOLVED])
    assert path("caught", "caught") == []


@pytest.mark.parametrize("start", Status)
@pytest.mark.parametrize("end", Status)
def test_every_way_is_legal_and_leads_through_no_merge(start: Status, end: Status) -> None:
    try:
        way = path(start, end)
    except Conflict as refusal:
        assert refusal.code == "illegal_transition"
        return
    assert len(way) <= MOST_STEPS
    assert Status.MERGED not in way[:-1]
    for current, to in zip([start, *way], way, strict=False):
        assert to in MOVES[current]


def test_no_way_leads_back_to_a_fresh_potato() -> None:
    with pytest.raises(Conflict, match="No legal way"):
        path("resolved", "flagged")
