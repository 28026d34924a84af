"""`@action`, `record` and `plant`: state, event, due jobs and live frames commit together or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from esn.activity.clock import current_replay, is_unseen, now
from esn.activity.events import Event, Frame, plain
from esn.activity.models import Activity
from esn.activity.planting import Planted, write_jobs
from esn.live import publisher

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Model)


class Actor(Protocol):
    """Whoever acts: a person."""

    pk: Any


@dataclass
class Scope:
    """What the running outermost action has collected so far."""

    rows: list[Activity] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    jobs: list[Planted] = field(default_factory=list)
    waived: list[str] = field(default_factory=list)

    def mark(self) -> tuple[int, int, int, int]:
        return len(self.rows), len(self.frames), len(self.jobs), len(self.waived)

    def rewind(self, mark: tuple[int, int, int, int]) -> None:
        rows, frames, jobs, waived = mark
        del self.rows[rows:], self.frames[frames:], self.jobs[jobs:], self.waived[waived:]

    def flush(self) -> None:
        """Write it all; the stream counters last, because each is locked from its bump to the commit."""
        Activity.objects.bulk_create(self.rows, batch_size=500)
        write_jobs(self.jobs)
        languages = [code for code, _ in settings.LANGUAGES]
        frames = [frame.render(languages) for frame in settled(self.frames)]
        if frames:
            publisher.bump(frames)


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


@contextmanager
def transacting() -> Iterator[None]:
    """The transaction of an action; inner ones join it, each behind a savepoint of its own."""
    outer = _scope.get()
    if outer is not None:
        mark, replay = outer.mark(), current_replay()
        try:
            with transaction.atomic(savepoint=not (is_unseen() or (replay and replay.is_whole))):
                yield
        except BaseException:
            outer.rewind(mark)
            raise
        return
    scope = Scope()
    token = _scope.set(scope)
    try:
        with transaction.atomic():
            yield
            scope.flush()
    finally:
        _scope.reset(token)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function one of the product's writes: all of it commits, with what it recorded, or none of it."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transacting():
            return function(*args, **kwargs)

    return run


def _running() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise RuntimeError("record() and plant() belong inside an @action")
    return scope


def record(event: Event[T], thing: T, *, by: Actor | None, **facts: Any) -> None:
    """Collect that `event` happened to `thing`; written when the outermost action ends.

    Facts are stored as JSON: a model as its id, a time as RFC 3339. Raises RuntimeError outside an action.
    """
    scope, replay = _running(), current_replay()
    stored = {key: plain(value) for key, value in facts.items()}
    scope.rows.append(
        Activity(
            at=now(),
            name=event.name,
            kind=event.kind,
            object_id=thing.pk,
            actor_id=by.pk if by else None,
            topics=[] if replay else list(dict.fromkeys(event.topics(thing, facts))),
            audience=[] if replay else list(dict.fromkeys(event.audience(thing, facts))),
            facts=stored,
            waived=scope.waived[:],
            inferred=bool(replay and replay.inferred),
            replayed=replay is not None,
        )
    )
    scope.waived.clear()
    if replay is None and not is_unseen():
        scope.frames.extend(event.frames(thing, facts))


def plant(kind: str, *, key: str, due_at: dt.datetime, **payload: Any) -> None:
    """Let a job of `kind` fall due at `due_at`; one that is still due under the same key is moved there.

    A replay plants nothing. Raises RuntimeError outside an action.
    """
    scope = _running()
    if current_replay() is None:
        scope.jobs.append(Planted(kind, key, due_at, plain(payload)))


def unplant(key: str) -> None:
    """Cancel what is still due under `key`."""
    scope = _running()
    if current_replay() is None:
        scope.jobs.append(Planted("", key, None, {}))


def waive(guard: str) -> bool:
    """Whether a guard is waived because this is a replay; if so its name is kept on the next Activity row."""
    if current_replay() is None:
        return False
    _running().waived.append(guard)
    return True


def settled(frames: list[Frame]) -> list[Frame]:
    """One frame per stream and fragment: the last word, still an `add` if it was added in this action."""
    last: dict[tuple[str, str, int | None], Frame] = {}
    for frame in frames:
        key = (frame.stream, frame.id, frame.reader)
        before = last.pop(key, None)
        is_new = before is not None and before.op == "add" and frame.op == "put"
        last[key] = replace(frame, op="add") if is_new else frame
    return list(last.values())
