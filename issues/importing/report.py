"""The report of an import: each line that could not be followed and why, progress, and the sums."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from issues.importing.comparing import Found, Line
from issues.importing.reading import Problem
from issues.importing.story import Tally

WIDTH = 30
EVERY_SECONDS = 5.0
Say = Callable[[str], object]


@dataclass
class Report:
    """Says what happens as it happens; keeps only numbers. `bar` draws on one line of a terminal, if there is one."""

    say: Say
    bar: Say | None = None
    bad: int = 0
    noted: int = 0
    started: float = field(default_factory=time.monotonic)
    spoke: float = field(default_factory=time.monotonic)
    is_drawn: bool = False

    def problem(self, problem: Problem) -> None:
        """A line of the log that was not followed, or (a note) not as it stood."""
        if problem.noted:
            self.noted += 1
            self.tell(_("line %(line)d: note: %(reason)s") % {"line": problem.line, "reason": problem.reason})
        else:
            self.bad += 1
            self.tell(_("line %(line)d: %(reason)s") % {"line": problem.line, "reason": problem.reason})

    def tell(self, sentence: str) -> None:
        """A line of its own, below the bar."""
        if self.bar and self.is_drawn:
            self.bar("\r" + " " * (WIDTH + 60) + "\r")
            self.is_drawn = False
        self.say(sentence)

    def progress(self, what: str, done: int, total: int) -> None:
        """How far it has come: a bar on a terminal, a line now and then elsewhere."""
        seconds = time.monotonic() - self.started
        share = done / total if total else 1.0
        words = {"what": what, "done": f"{done:,}", "total": f"{total:,}", "rate": f"{done / max(seconds, 0.001):,.0f}"}
        sentence = _("%(what)s: %(done)s of %(total)s rows, %(rate)s a second") % words
        if self.bar:
            filled = round(WIDTH * share)
            self.bar(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%} {sentence}")
            self.is_drawn = True
        elif time.monotonic() - self.spoke >= EVERY_SECONDS:
            self.spoke = time.monotonic()
            self.say(f"{share:4.0%} {sentence}")

    def reading(self, rows: int) -> None:
        """How many rows were read; nobody knows yet of how many."""
        sentence = _("Reading: %(rows)s rows") % {"rows": f"{rows:,}"}
        if self.bar:
            self.bar("\r" + sentence)
            self.is_drawn = True
        elif time.monotonic() - self.spoke >= EVERY_SECONDS:
            self.spoke = time.monotonic()
            self.say(sentence)

    def begin(self) -> None:
        """Time runs from here."""
        self.started = self.spoke = time.monotonic()

    def seconds(self) -> float:
        """How long it has taken."""
        return max(time.monotonic() - self.started, 0.001)

    def compare(self, lines: list[Line]) -> int:
        """The figures of the log beside those of the database; returns how many differ."""
        width = max(len(line.name) for line in lines)
        heads = _("log"), _("database")
        self.tell(f"{'':{width}}  {heads[0]:>10}  {heads[1]:>10}")
        for line in lines:
            verdict = "" if line.is_equal else "  " + _("DIFFERS")
            self.tell(f"{line.name:{width}}  {line.log:>10,}  {line.database:>10,}{verdict}")
        return sum(not line.is_equal for line in lines)

    def waivers(self, found: Found) -> None:
        """What was waived because it is a replay, and what was inferred."""
        self.tell(
            _("Steps that the log leaves out and that were inferred: %(count)s.") % {"count": f"{found.inferred:,}"}
        )
        if found.waived:
            told = ", ".join(f"{guard} {count:,}" for guard, count in found.waived.most_common())
            self.tell(_("Guards that were waived: %(guards)s.") % {"guards": told})

    def sums(self, tally: Tally) -> None:
        """What the log adds up to, where there is no database to compare it with."""
        words = {
            "issues": f"{tally.issues:,}",
            "assignees": f"{tally.assignees:,}",
            "groups": f"{tally.groups:,}",
            "reopenings": f"{tally.reopenings:,}",
        }
        sentence = _(
            "The log holds %(issues)s issues, %(assignees)s changes of assignee, %(groups)s changes of group,"
            " %(reopenings)s reopenings."
        )
        self.tell(sentence % words)
