"""The work of an import: the stories of a sorted log in short batches, by one process or several."""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connections

from esn.activity.clock import now
from feeds.actions.company import ensure_company
from feeds.models import Community
from issues.importing.entries import PEOPLE
from issues.importing.reading import Problem
from issues.importing.replay import replay_batch
from issues.importing.sorting import Sorted
from issues.importing.stage import Stage
from issues.importing.story import Story, Tally, tell
from issues.models import Customer
from issues.watching import on_watch
from people.models import Person

BATCH = 25
PATIENCE = 0.5


class WorkerDied(Exception):
    """A process of the import ended before its work did; what it finished is kept."""


@dataclass(frozen=True)
class Orders:
    """What every worker must know."""

    path: Path
    source: str
    ghost: int
    by_line: bool
    parts: int


@dataclass
class Done:
    """A batch that is committed; `ahead` are the issues of which an earlier log told more than this one."""

    issues: int = 0
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    ahead: list[str] = field(default_factory=list)


def work(orders: Orders) -> Iterator[Done]:
    """Do it all; a batch at a time as it is done. Raises WorkerDied."""
    if orders.parts == 1:
        yield from share(orders, 0)
        return
    fork = multiprocessing.get_context("fork")
    reports: multiprocessing.Queue[Done | str] = fork.Queue(maxsize=100)
    workers = [fork.Process(target=_labour, args=(orders, part, reports)) for part in range(orders.parts)]
    for worker in workers:
        worker.start()
    try:
        yield from _listen(workers, reports)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _listen(workers: list[Any], reports: multiprocessing.Queue[Done | str]) -> Iterator[Done]:
    left = len(workers)
    while left:
        try:
            report = reports.get(timeout=PATIENCE)
        except queue.Empty:
            if any(worker.exitcode not in (None, 0) for worker in workers):
                raise WorkerDied("a process of the import was ended from outside") from None
            continue
        if isinstance(report, Done):
            yield report
        elif report:
            raise WorkerDied(report)
        else:
            left -= 1


def _labour(orders: Orders, part: int, reports: multiprocessing.Queue[Done | str]) -> None:
    """The life of one process: its batches, and an empty word at the end or the word why it failed."""
    last = ""
    _forget_connections()
    try:
        for done in share(orders, part):
            reports.put(done)
    except Exception as trouble:  # noqa: BLE001 the other end raises it
        last = f"{type(trouble).__name__}: {trouble}"
    reports.put(last)
    connections.close_all()


def _forget_connections() -> None:
    """What a fork inherits is its parent's: used by two, answers go to the wrong one; closed, it ends for both."""
    for connection in connections.all(initialized_only=True):
        connection.connection = None


def share(orders: Orders, part: int) -> Iterator[Done]:
    """One part of the issues, a batch at a time as it is committed."""
    place = Sorted(orders.path)
    with closing(place.database):
        company = ensure_company()
        casting = Casting(place, orders.source, Person.objects.get(pk=orders.ghost), company)
        ids = place.issues(part=part, parts=orders.parts)
        while batch := list(islice(ids, BATCH)):
            stories = [tell(issue, place.entries(issue), by_line=orders.by_line) for issue in batch]
            yield _finish(stories, casting.stage(stories))


def _finish(stories: list[Story], stage: Stage) -> Done:
    outcome = replay_batch(stories, stage)
    done = Done(issues=len(stories), problems=outcome.problems, ahead=outcome.ahead)
    for story in stories:
        done.rows += len(story.entries)
        done.problems += story.notes
        if story.id not in outcome.ahead:
            done.tally.add(story.entries)
    return done


@dataclass
class Casting:
    """Sets the stage of each batch; who is on watch is found once a community."""

    place: Sorted
    source: str
    ghost: Person
    company: Community
    watch: dict[int, Person] = field(default_factory=dict)

    def stage(self, stories: list[Story]) -> Stage:
        """Whom and what these stories name."""
        entries = [entry for story in stories for entry in story.entries]
        names = {getattr(entry, field) for entry in entries for field in PEOPLE}
        people = self.place.known("person", names)
        groups = self.place.known("group", {entry.group for entry in entries})
        customers = self.place.known("customer", {entry.customer for entry in entries})
        communities = Community.objects.in_bulk(groups.values())
        for community in (self.company, *communities.values()):
            if community.pk not in self.watch:
                self.watch[community.pk] = on_watch(community, now())
        return Stage(
            source=self.source,
            ghost=self.ghost,
            company=self.company,
            people=_rows_of(people, Person.objects.in_bulk(people.values())),
            groups=_rows_of(groups, communities),
            customers=_rows_of(customers, Customer.objects.in_bulk(customers.values())),
            watch=self.watch,
        )


def _rows_of(names: dict[str, int], rows: dict[int, Any]) -> dict[str, Any]:
    return {name: rows[pk] for name, pk in names.items() if pk in rows}
