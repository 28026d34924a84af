"""What time it is for an action: the wall's, a fixed moment's, or the log's under a replay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import timezone


@dataclass(frozen=True)
class Replay:
    """An import tells what happened at `at`, not what would have been allowed; `inferred` steps are not in the log."""

    at: dt.datetime
    inferred: bool = False


_replay: ContextVar[Replay | None] = ContextVar("replay", default=None)
_moment: ContextVar[dt.datetime | None] = ContextVar("moment", default=None)


def current_replay() -> Replay | None:
    """The replay that the running action belongs to, if any."""
    return _replay.get()


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
