"""When a potato waited, for whom and why: its clocks stood still meanwhile, and everybody may see that they did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from esn import moments
from esn.activity import history
from esn.activity.clock import now
from issues.lifecycle import WaitingFor
from issues.models import Issue

ENDS = ("issue.resumed", "issue.merged")


@dataclass(frozen=True)
class Pause:
    """One stretch of waiting; `until` is None while it lasts."""

    since: dt.datetime
    waiting_for: str
    reason: str
    until: dt.datetime | None = None

    @property
    def span(self) -> str:
        """How long it was, or is up to now, in words."""
        return moments.span((self.until or now()) - self.since)


def pauses(issue: Issue) -> list[Pause]:
    """Every pause of the potato, oldest first, in one query."""
    found: list[Pause] = []
    for row in history.of("issue", issue.pk).filter(name__in=("issue.waiting", *ENDS)):
        if row.name == "issue.waiting":
            kind = row.facts.get("for", "")
            label = str(WaitingFor(kind).label) if kind in WaitingFor.values else ""
            found.append(Pause(row.at, label, row.facts.get("reason", "")))
        elif found and found[-1].until is None:
            found[-1] = replace(found[-1], until=row.at)
    return found
