"""Sorting a log by issue on disk: rows may come in any order and any number, memory stays bounded."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from issues.importing.entries import PEOPLE, Entry, load

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -65536;
CREATE TABLE entry (issue TEXT, line INTEGER, at REAL, data TEXT);
CREATE TABLE name (kind TEXT, value TEXT, pk INTEGER, PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE TABLE pair (community TEXT, person TEXT, PRIMARY KEY (community, person)) WITHOUT ROWID;
"""
_ORDER = """
CREATE INDEX entry_issue ON entry (issue, line);
CREATE TABLE issue AS SELECT issue, min(at) AS first, count(*) AS entries FROM entry GROUP BY issue ORDER BY 2, 1;
"""


MEMORY = 50_000


class Sorted:
    """The entries of a log, by issue; a file that several processes may read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = sqlite3.connect(path)
        self.lately: set[tuple[str, str]] = set()

    def add(self, entry: Entry) -> None:
        """Keep an entry, and whom and what it names."""
        row = (entry.id, entry.line, entry.at.timestamp(), entry.dump())
        self.database.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", row)
        names = {("person", getattr(entry, field)) for field in PEOPLE}
        names |= {("group", entry.group), ("customer", entry.customer)}
        self._keep("INSERT OR IGNORE INTO name VALUES (?, ?, NULL)", names)
        self._keep("INSERT OR IGNORE INTO pair VALUES (?, ?)", {(entry.group, entry.assignee)})

    def _keep(self, query: str, rows: set[tuple[str, str]]) -> None:
        """Insert what was not inserted lately; the memory of that is bounded."""
        new = {row for row in rows if all(row)} - self.lately
        if new:
            self.database.executemany(query, new)
            if len(self.lately) > MEMORY:
                self.lately.clear()
            self.lately |= new

    def settle(self) -> None:
        """Order what was added; call it once, after the last entry."""
        self.database.executescript(_ORDER)
        self.database.commit()

    def unmet(self, kind: str, most: int) -> list[str]:
        """At most `most` people, groups or customers that the log names and nobody has introduced yet."""
        query = "SELECT value FROM name WHERE kind = ? AND pk IS NULL LIMIT ?"
        return [value for (value,) in self.database.execute(query, [kind, most])]

    def introduce(self, kind: str, known: dict[str, int]) -> None:
        """Say which row of ours each name stands for."""
        rows = [(pk, kind, value) for value, pk in known.items()]
        self.database.executemany("UPDATE name SET pk = ? WHERE kind = ? AND value = ?", rows)
        self.database.commit()

    def known(self, kind: str, values: Iterable[str]) -> dict[str, int]:
        """Which row of ours each of the names stands for."""
        query = "SELECT pk FROM name WHERE kind = ? AND value = ?"
        found = {value: self.database.execute(query, [kind, value]).fetchone() for value in values if value}
        return {value: row[0] for value, row in found.items() if row and row[0] is not None}

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every group with everyone who was assigned something in it."""
        yield from self.database.execute("SELECT community, person FROM pair")

    def issues(self, *, part: int = 0, parts: int = 1) -> Iterator[str]:
        """The ids of the issues, first opened first; of `parts` shares the one numbered `part`."""
        query = "SELECT issue FROM issue WHERE rowid % ? = ? ORDER BY rowid"
        yield from (issue for (issue,) in self.database.execute(query, [parts, part]))

    def counts(self) -> tuple[int, int]:
        """How many issues and entries there are."""
        issues, entries = self.database.execute("SELECT count(*), coalesce(sum(entries), 0) FROM issue").fetchone()
        return int(issues), int(entries)

    def entries(self, issue: str) -> list[Entry]:
        """The entries of one issue, in the order of the log's lines."""
        query = "SELECT data FROM entry WHERE issue = ? ORDER BY line"
        return [load(data) for (data,) in self.database.execute(query, [issue])]


@contextmanager
def sorting() -> Iterator[Sorted]:
    """A place to sort in, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="potluck-import-") as folder:
        place = Sorted(Path(folder) / "log.sqlite3")
        with contextlib.closing(place.database):
            place.database.executescript(_TABLES)
            yield place
