"""import_issues: replay an issue log (CSV) through the product's own actions."""

from __future__ import annotations

import os
import sqlite3
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from esn.lib.errors import Refusal
from feeds.actions.company import ensure_company
from issues.importing import mapping, running
from issues.importing.mapping import MappingError
from issues.importing.opening import LogError
from issues.importing.report import Report
from issues.importing.running import Wish
from issues.importing.working import WorkerDied
from issues.watching import on_watch
from people.models import Person

MOST_PROCESSES = 16


class Command(BaseCommand):
    """Runs an import and exits with 1 if any row was bad."""

    help = "Replay an issue log (CSV, also .gz and .zip) through the product's own actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the log; - reads standard input")
        parser.add_argument("--mapping", required=True, help=f"a file, or one of {', '.join(mapping.shipped())}")
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument("--limit", type=int, help="read so many rows at the most")
        parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="default: %(default)s")
        parser.add_argument("--by", help="who makes the communities; default: who is on watch")

    def handle(self, *_args: Any, **options: Any) -> None:
        bar = self.stdout.write if sys.stdout.isatty() and options["verbosity"] else None
        report = Report(self.stdout.write, (lambda text: bar(text, ending="")) if bar else None)
        try:
            wrong = self.run(options, report)
        except (MappingError, LogError, WorkerDied) as trouble:
            raise CommandError(str(trouble)) from None
        except sqlite3.OperationalError as trouble:
            sentence = _("The log could not be sorted in the temporary folder (%(why)s); TMPDIR names another one.")
            raise CommandError(sentence % {"why": trouble}) from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        if wrong:
            words = {"bad": report.bad, "notes": report.noted}
            raise CommandError(_("%(bad)d lines could not be followed, %(notes)d notes; see above.") % words)
        report.tell(_("Everything was followed; %(notes)d notes.") % {"notes": report.noted})

    def run(self, options: dict[str, Any], report: Report) -> int:
        """Import or pretend to; how many things went wrong."""
        if not 1 <= options["processes"] <= MOST_PROCESSES:
            raise CommandError(_("--processes is a number from 1 to %(most)d.") % {"most": MOST_PROCESSES})
        wish = Wish(options["file"], mapping.load(options["mapping"]), options["limit"], options["processes"])
        if options["dry_run"]:
            return running.dry_run(wish, report)
        return running.run(wish, report, by=_who(options["by"]))


def _who(handle: str | None) -> Person:
    if handle is None:
        return on_watch(ensure_company(), timezone.now())
    person = Person.objects.active().filter(handle=handle).first()
    if person is None:
        raise CommandError(_("There is no active person with the handle %(handle)s.") % {"handle": handle})
    return person
