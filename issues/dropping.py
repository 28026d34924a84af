"""What dropping a card on a column of the board means: a move at once, a move that needs words, or none."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from esn.ui import Action
from issues.cards import Card
from issues.lifecycle import MOVES, Status

COLUMNS = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED)
AT_ONCE: Mapping[tuple[Status, Status], str] = {
    (Status.FLAGGED, Status.CAUGHT): "catch",
    (Status.WAITING, Status.CAUGHT): "resume",
    (Status.WAITING, Status.IN_PROGRESS): "resume",
    (Status.RESOLVED, Status.IN_PROGRESS): "reopen",
}
"""From where to where a drop is done at once, and the move that it is."""
NEEDS_WORDS: Mapping[Status, str] = {
    Status.WAITING: "wait",
    Status.RESOLVED: "resolve",
    Status.DISCARDED: "discard",
}
BULK = (*COLUMNS[1:], Status.DISCARDED)
"""Where several go at once: to every column but the first, or off the stove."""


def may_drop(current: Status, to: Status) -> bool:
    """Whether a card of this state can go to that column by hand."""
    return (current, to) in AT_ONCE or (to in NEEDS_WORDS and to in MOVES[current])


def menu_of(card: Card) -> list[Action]:
    """Where a card may go: the keyboard's way to drop it, the same for every viewer."""
    url = reverse("issues:board-move", args=[card.id])
    current = Status(card.status)
    return [Action(str(to.label), url, fields={"status": to.value}) for to in COLUMNS if may_drop(current, to)]
