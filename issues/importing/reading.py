"""Reading the rows of a log: each is a row by column, or a line with the reason why it is none."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from issues.importing.mapping import LogMapping
from issues.importing.opening import Line, LogError

csv.field_size_limit(1 << 17)


@dataclass(frozen=True)
class Row:
    """A row of the log; `line` is where it begins."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Problem:
    """Something the administrator must hear: of a row that was not followed, or (`noted`) of one put right."""

    line: int
    reason: str
    noted: bool = False


class Rows:
    """The rows of a log, in its order, with bounded memory.

    A quote that is never closed would swallow the rows after it: then its own line is a problem, and reading goes on
    with the next line.
    """

    def __init__(self, lines: Iterator[Line], mapping: LogMapping) -> None:
        self.source, self.mapping = lines, mapping
        self.again: deque[Line] = deque()
        self.taken: list[Line] = []
        self.header = self._read_header()

    def __iter__(self) -> Iterator[Row | Problem]:
        while True:
            self.taken.clear()
            found = self._next()
            if found is None:
                return
            if not isinstance(found, list):
                yield found
            elif found:
                yield Row(self.taken[0].number, dict(zip(self.header, found, strict=True)))

    def _read_header(self) -> list[str]:
        first = self._next(width=0)
        if first is None:
            raise LogError(_("The log is empty."))
        if isinstance(first, Problem) or len(first) < 2:
            reason = first.reason if isinstance(first, Problem) else _("only one column with this delimiter")
            raise LogError(_("The first line is no header of columns: %(why)s.") % {"why": reason})
        header = [name.strip() for name in first]
        self.mapping.check_header(header)
        return header

    def _next(self, width: int | None = None) -> list[str] | Problem | None:
        """The next record: its values (none for an empty line), its problem, or None at the end."""
        width = len(self.header) if width is None else width
        try:
            values = next(csv.reader(self._feed(), delimiter=self.mapping.delimiter, strict=True))
        except StopIteration:
            return None
        except csv.Error as trouble:
            return self._give_up(_("it is broken CSV: %(why)s") % {"why": trouble})
        for line in self.taken:
            if line.problem:
                return Problem(line.number, line.problem)
        if values and width and len(values) != width:
            sentence = _("it has %(count)d columns, the header has %(width)d")
            return self._give_up(sentence % {"count": len(values), "width": width})
        return values

    def _feed(self) -> Iterator[str]:
        while True:
            line = self.again.popleft() if self.again else next(self.source, None)
            if line is None:
                return
            self.taken.append(line)
            if line.problem and len(self.taken) > 1:
                self.again.appendleft(self.taken.pop())
                return
            yield "\n" if line.problem else line.text

    def _give_up(self, reason: str) -> Problem:
        """Only the first line of the record is lost; those after it are read anew."""
        self.again.extendleft(reversed(self.taken[1:]))
        return Problem(self.taken[0].number, reason)
