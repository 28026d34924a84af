"""When a potato waited, for whom and why: its clocks stood still meanwhile, and everybody may see that they did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from esn import moments
from esn.activity import history
from esn.activity.clock import now
from esn.activity.models import Activity
from issues.lifecycle import WaitingFor
from issues.models import Issue

MERGED = "issue.merged"
BEGINS, GOES_ON, ENDS = "issue.waiting", "issue.unmerged", ("issue.resumed", MERGED)


@dataclass(frozen=True)
class Pause:
    """One stretch of waiting, for a `kind` of WaitingFor; `until` is None while it lasts."""

    since: dt.datetime
    kind: str
    reason: str
    until: dt.datetime | None = None

    @property
    def waiting_for(self) -> str:
        """For whom or what, in words."""
        return str(WaitingFor(self.kind).label) if self.kind in WaitingFor.values else ""

    @property
    def span(self) -> str:
        """How long it was, or is up to now, in words."""
        return moments.span((self.until or now()) - self.since)


def pauses(issue: Issue) -> list[Pause]:
    """Every pause of the potato, oldest first, in one query; one that a merge broke goes on if the merge is undone."""
    found: list[Pause] = []
    ended = ""
    for row in history.of("issue", issue.pk).filter(name__in=(BEGINS, GOES_ON, *ENDS)):
        if row.name == BEGINS:
            found.append(_begun(row))
        elif row.name in ENDS and found and found[-1].until is None:
            found[-1], ended = replace(found[-1], until=row.at), row.name
        elif row.name == GOES_ON and ended == MERGED:
            found[-1], ended = replace(found[-1], until=None), ""
    return found


def _begun(row: Activity) -> Pause:
    return Pause(row.at, row.facts.get("for", ""), row.facts.get("reason", ""))
