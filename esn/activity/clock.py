"""What time it is for an action: the wall's, a fixed moment's, or the log's under a replay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone


@dataclass(frozen=True)
class Replay:
    """An import tells what happened at `at`, not what would have been allowed; `inferred` steps are not in the log.

    `holds` is a row that the replay itself has locked and read: its actions need not do so again. `watch` says who is
    on watch in which community, found once for many issues. `is_whole` steps stand or fall together: they need no
    savepoint between them.
    """

    at: dt.datetime
    inferred: bool = False
    holds: object | None = None
    watch: Mapping[int, Any] = field(default_factory=dict)
    is_whole: bool = False


_replay: ContextVar[Replay | None] = ContextVar("replay", default=None)
_moment: ContextVar[dt.datetime | None] = ContextVar("moment", default=None)
_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


def current_replay() -> Replay | None:
    """The replay that the running action belongs to, if any."""
    return _replay.get()


def is_held(row: object) -> bool:
    """Whether a replay has locked and read this very object already."""
    replay = _replay.get()
    return replay is not None and replay.holds is row


def now() -> dt.datetime:
    """The aware time that the running action goes by."""
    replay = _replay.get()
    return replay.at if replay else _moment.get() or timezone.now()


@contextmanager
def replaying(replay: Replay) -> Iterator[None]:
    """Actions inside run at the log's time, waive their guards, and tell nobody."""
    mark = _replay.set(replay)
    try:
        yield
    finally:
        _replay.reset(mark)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Actions inside run as if it were `moment` (aware); everything else is as always."""
    mark = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(mark)


def is_unseen() -> bool:
    """Whether nobody has a page open that the running action could change."""
    return _unseen.get()


@contextmanager
def unseen() -> Iterator[None]:
    """Actions inside draw no fragments for open pages; for a history written before anybody looks.

    It is one whole: the actions stand or fall together and need no savepoints between them; and nobody else is there
    whom a lock would keep out.
    """
    mark = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(mark)
