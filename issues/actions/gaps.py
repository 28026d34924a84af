"""Gaps in the watch: the moderators of a community are told of each some days before it comes, and once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from esn.activity.clock import now
from esn.activity.spine import action, record
from feeds.models import Community
from issues import events
from issues.models import GapWarning
from issues.models.rules import span
from issues.reaching import moderators_of
from issues.rules import Rule
from issues.shifts import Turn, turns
from issues.watching import on_watch


@dataclass(frozen=True)
class Gap:
    """A stretch without anybody on watch, however many turns it takes."""

    start: dt.datetime
    end: dt.datetime

    def meets(self, warning: GapWarning) -> bool:
        """Whether the warning was of this gap, as long as it was then."""
        return warning.starts_at <= self.end and warning.ends_at >= self.start


def warn_of_gaps() -> int:
    """Tell of every gap in a rota that begins within the community's days; returns how many were told of.

    A gap that was filled and opens again is another one; one that grows, shrinks or has begun is the same.
    """
    return sum(_warn(community) for community in Community.objects.filter(rota__isnull=False).order_by("pk"))


@action
def _warn(community: Community) -> int:
    community = Community.objects.locked(community)
    ahead = gaps_of(turns(community, now()), since=now())
    known = [warning for warning in community.gap_warnings.all() if _still(warning, ahead)]
    soon = now() + span(community.pk, Rule.GAP_TOLD)
    fresh = [gap for gap in ahead if gap.start < soon and not any(gap.meets(warning) for warning in known)]
    for gap in fresh:
        _tell(community, gap)
    return len(fresh)


def gaps_of(coming: Iterable[Turn], *, since: dt.datetime) -> list[Gap]:
    """The gaps among the turns from a moment on, those that touch in one."""
    found: list[Gap] = []
    for turn in coming:
        if turn.is_gap and found and found[-1].end == turn.start:
            found[-1] = replace(found[-1], end=turn.end)
        elif turn.is_gap:
            found.append(Gap(max(turn.start, since), turn.end))
    return found


def _still(warning: GapWarning, ahead: list[Gap]) -> bool:
    """Whether its gap is still one; the warning goes with its gap, and is as long as that is now."""
    left = [gap.end for gap in ahead if gap.meets(warning)]
    if not left:
        warning.delete()
        return False
    warning.ends_at = max(left)
    warning.save(update_fields=["ends_at"])
    return True


def _tell(community: Community, gap: Gap) -> None:
    GapWarning.objects.create(community=community, starts_at=gap.start, ends_at=gap.end)
    people = moderators_of(community, now()) or [on_watch(community, now())]
    record(
        events.gap_ahead, community, by=None, starts_at=gap.start, ends_at=gap.end,
        people=[person.pk for person in people],
    )  # fmt: skip
