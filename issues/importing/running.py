"""Running an import from the first byte to the comparison at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice

from django.utils import timezone
from django.utils.translation import gettext as _

from esn.activity.clock import Replay, replaying
from issues.importing import cast, comparing
from issues.importing.entries import Entry, entry_of
from issues.importing.mapping import LogMapping
from issues.importing.opening import lines, opened
from issues.importing.reading import Problem, Rows
from issues.importing.report import Report
from issues.importing.settling import settle
from issues.importing.sorting import Sorted, sorting
from issues.importing.story import Tally, illegal, tell
from issues.importing.working import Orders, work
from people.models import Person

EVERY = 500


@dataclass(frozen=True)
class Wish:
    """What the administrator asked for: `limit` rows at the most, none means all."""

    file: str
    mapping: LogMapping
    limit: int | None = None
    processes: int = 1


def dry_run(wish: Wish, report: Report) -> int:
    """Read it all and tell what would happen; nothing changes. Returns how many things are wrong."""
    with gathered(wish, report) as place:
        tally = Tally()
        for issue in place.issues():
            story = tell(issue, place.entries(issue), by_line=wish.mapping.by_line)
            tally.add(story.entries)
            for problem in chain(story.notes, illegal(story.entries)):
                report.problem(problem)
        report.sums(tally)
    return report.bad


def run(wish: Wish, report: Report, *, by: Person) -> int:
    """Import the log. Returns how many things are wrong: rows that were not followed, figures that differ."""
    with gathered(wish, report) as place:
        with replaying(Replay(at=timezone.now())):
            ghost = cast.ghost(by=by)
            cast.prepare(place, source=wish.mapping.source, by=by)
        tally, ahead = _replay(place, wish, report, ghost)
        settle(wish.mapping.source)
        found = comparing.count(wish.mapping.source, (issue for issue in place.issues() if issue not in ahead))
    if ahead:
        sentence = _("An earlier, longer log has told more of %(count)d issues; they are left as they are.")
        report.tell(sentence % {"count": len(ahead)})
    report.waivers(found)
    return report.bad + report.compare(comparing.compare(tally, found.tally))


@contextmanager
def gathered(wish: Wish, report: Report) -> Iterator[Sorted]:
    """The log, read and sorted by issue; what could not be read is reported."""
    with sorting() as place, opened(wish.file) as stream:
        rows = Rows(lines(stream, wish.mapping.encoding), wish.mapping)
        for number, found in enumerate(islice(rows, wish.limit)):
            entry = found if isinstance(found, Problem) else entry_of(found, wish.mapping)
            if isinstance(entry, Entry):
                place.add(entry)
            else:
                report.problem(entry)
            if number % EVERY == 0:
                report.reading(number)
        place.settle()
        yield place


def _replay(place: Sorted, wish: Wish, report: Report, ghost: Person) -> tuple[Tally, set[str]]:
    issues, rows = place.counts()
    orders = Orders(place.path, wish.mapping.source, ghost.pk, wish.mapping.by_line, wish.processes)
    tally, ahead = Tally(), set[str]()
    told = 0
    report.begin()
    for done in work(orders):
        told += done.rows
        tally.merge(done.tally)
        ahead.update(done.ahead)
        for problem in done.problems:
            report.problem(problem)
        report.progress(_("Replaying"), told, rows)
    words = {"issues": f"{issues:,}", "rows": f"{told:,}", "seconds": f"{report.seconds():,.0f}"}
    rate = f"{told / report.seconds():,.0f}"
    sentence = _("Replayed %(rows)s rows of %(issues)s issues in %(seconds)s s, %(rate)s rows a second.")
    report.tell(sentence % {**words, "rate": rate})
    return tally, ahead
