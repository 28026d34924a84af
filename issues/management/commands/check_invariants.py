"""check_invariants: what must be true at any moment, a line each, and the offenders."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from issues.invariants import clocks, counters, histories, ladders, owners
from issues.invariants.registry import SHOWN, Verdict, check, invariants

PARTS = (owners, histories, counters, clocks, ladders)


class Command(BaseCommand):
    """Exits with 0 if every invariant holds, else with 1."""

    help = "Check what must be true of the database at any moment."

    def handle(self, *_args: Any, **_options: Any) -> None:
        verdicts = [self._tell(check(invariant)) for invariant in invariants.values()]
        broken = sum(verdict.count > 0 for verdict in verdicts)
        if broken:
            words = {"broken": broken, "all": len(verdicts)}
            raise CommandError(_("%(broken)d of %(all)d invariants are broken.") % words)

    def _tell(self, verdict: Verdict) -> Verdict:
        self.stdout.write(f"{'ok' if not verdict.count else verdict.count:>6}  {verdict.invariant.name}")
        for offender in verdict.offenders:
            self.stdout.write(f"        {offender}")
        if verdict.count > SHOWN:
            self.stdout.write("        " + _("and %(more)d more") % {"more": verdict.count - SHOWN})
        return verdict
