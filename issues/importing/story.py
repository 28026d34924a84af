"""The story of one issue: from its entries in the log to the steps that happened, without a database."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from esn.lib.errors import Conflict
from issues import lifecycle
from issues.importing.entries import Entry
from issues.importing.reading import Problem
from issues.lifecycle import Status

DONE = frozenset({Status.RESOLVED, Status.CLOSED})


@dataclass(frozen=True)
class Step:
    """Something that happened by a row of the log; `row` counts the issue's rows from 0."""

    row: int
    entry: Entry


class Moved(Step):
    """It went to another group."""


class Assigned(Step):
    """It went to another person; who is not known is nobody."""


class Weighed(Step):
    """Its severity changed."""


@dataclass(frozen=True)
class Became(Step):
    """It came into another state, or waits for something else; `holder` is who has it then."""

    holder: str = ""


@dataclass(frozen=True)
class Story:
    """All that the log tells of one issue."""

    id: str
    entries: Sequence[Entry]
    notes: Sequence[Problem] = ()

    @property
    def opened_at(self) -> dt.datetime:
        """When it was opened, never later than its first row."""
        first = self.entries[0]
        return min(first.opened_at or first.at, first.at)

    def digest(self, rows: int) -> str:
        """What the first `rows` rows said, as 32 figures."""
        marks = "".join(entry.mark for entry in self.entries[:rows])
        return hashlib.blake2b(marks.encode(), digest_size=16).hexdigest()

    def steps(self) -> Iterator[Step]:
        """What happened after it was flagged, in order."""
        yield from self._first()
        for row in range(1, len(self.entries)):
            yield from _between(self.entries[row - 1], self.entries[row], row)

    def _first(self) -> Iterator[Step]:
        first = self.entries[0]
        if first.assignee or first.status != Status.FLAGGED:
            yield Became(0, _caught(first), holder=first.assignee)


def _caught(entry: Entry) -> Entry:
    """Somebody was assigned from the start: nobody needs to catch it any more."""
    return replace(entry, status=Status.CAUGHT) if entry.status == Status.FLAGGED else entry


def _between(before: Entry, after: Entry, row: int) -> Iterator[Step]:
    changes = [kind(row, after) for kind in _changes(before, after)]
    became = [Became(row, after, holder=after.assignee)] if before.target != after.target else []
    opens_again = before.status in DONE and after.status not in DONE
    yield from [*became, *changes] if opens_again else [*changes, *became]


def _changes(before: Entry, after: Entry) -> Iterator[type[Step]]:
    if after.group != before.group:
        yield Moved
    if after.severity and after.severity != before.severity:
        yield Weighed
    if after.assignee != before.assignee:
        yield Assigned


def tell(issue: str, entries: Sequence[Entry], *, by_line: bool) -> Story:
    """The story of an issue's entries, which stand in the order of the log's lines.

    Rows that repeat another word for word are left out, and what is out of order in time is put right: `by_line`
    trusts the lines and corrects the clock, else the clock is trusted and the rows are sorted.
    """
    kept, notes = _without_doubles(entries)
    ordered, slips = _by_line(kept) if by_line else _by_time(kept)
    first = ordered[0]
    if first.opened_at and first.opened_at > first.at:
        slips.append(_note(first, _("it was opened after its first row; taken as opened then")))
    return Story(issue, ordered, (*notes, *slips))


def _note(entry: Entry, reason: str) -> Problem:
    return Problem(entry.line, reason, noted=True)


def _without_doubles(entries: Sequence[Entry]) -> tuple[list[Entry], list[Problem]]:
    first: dict[str, Entry] = {}
    doubles = [entry for entry in entries if first.setdefault(entry.mark, entry) is not entry]
    sentence = _("it repeats line %(line)d; left out")
    notes = [_note(double, sentence % {"line": first[double.mark].line}) for double in doubles]
    return list(first.values()), notes


def _by_time(entries: list[Entry]) -> tuple[list[Entry], list[Problem]]:
    slips = [
        _note(after, _("it is earlier than a row of its issue before it; put in its place"))
        for before, after in pairwise(entries)
        if after.at < before.at
    ]
    return sorted(entries, key=lambda entry: entry.at), slips


def _by_line(entries: list[Entry]) -> tuple[list[Entry], list[Problem]]:
    """No row can be later than the one after it: its time is that one's then."""
    ordered: list[Entry] = []
    slips = []
    for entry in reversed(entries):
        if ordered and entry.at > ordered[-1].at:
            sentence = _("it is later than the next row of its issue; taken as of %(at)s")
            slips.append(_note(entry, sentence % {"at": f"{ordered[-1].at:%F %H:%M}"}))
            entry = replace(entry, at=ordered[-1].at)  # noqa: PLW2901
        ordered.append(entry)
    return ordered[::-1], slips[::-1]


@dataclass
class Tally:
    """What the log's rows add up to; the database must add up to the same."""

    issues: int = 0
    assignees: int = 0
    groups: int = 0
    reopenings: int = 0
    ends: dict[str, int] = field(default_factory=dict)

    def add(self, entries: Sequence[Entry]) -> None:
        """Count one issue."""
        pairs = list(pairwise(entries))
        self.issues += 1
        self.assignees += sum(before.assignee != after.assignee for before, after in pairs)
        self.groups += sum(before.group != after.group for before, after in pairs)
        self.reopenings += sum(before.status in DONE and after.status not in DONE for before, after in pairs)
        end = end_of(entries)
        self.ends[end] = self.ends.get(end, 0) + 1

    def merge(self, other: Tally) -> None:
        """Add what another has counted."""
        self.issues += other.issues
        self.assignees += other.assignees
        self.groups += other.groups
        self.reopenings += other.reopenings
        self.ends.update({end: self.ends.get(end, 0) + count for end, count in other.ends.items()})


def end_of(entries: Sequence[Entry]) -> str:
    """The state that an issue ends in; whatever was ever assigned is caught at least."""
    last = entries[-1].status
    if last == Status.FLAGGED and any(entry.assignee for entry in entries):
        return Status.CAUGHT
    return last


def illegal(entries: Sequence[Entry]) -> Iterator[Problem]:
    """The rows that no legal way leads to, told without a database."""
    status = Status.CAUGHT if entries[0].assignee and entries[0].status == Status.FLAGGED else entries[0].status
    for before, entry in pairwise(entries):
        if entry.assignee != before.assignee and status == Status.FLAGGED:
            status = Status.CAUGHT
        if entry.target == before.target:
            continue
        try:
            lifecycle.path(status, entry.status)
        except Conflict as conflict:
            yield Problem(entry.line, conflict.message)
            continue
        status = entry.status
