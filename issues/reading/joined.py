"""Who and what came together in a potato: its hunters, those who said "mine too", and what was merged into it."""

from __future__ import annotations

from dataclasses import dataclass

from issues.lifecycle import OPEN, Status
from issues.models import Hunter, Issue
from issues.policies import is_in_time
from issues.reading.abilities import Standing
from issues.rules import Rule

MOST_MERGED = 20


@dataclass(frozen=True)
class Joined:
    """A hunter, and whether the reader may take this "mine too" back."""

    hunter: Hunter
    is_mine: bool


@dataclass(frozen=True)
class Merged:
    """A potato that came in by a merge, and whether the reader may let it stand on its own again."""

    issue: Issue
    may_go: bool


def hunters(issue: Issue, who: Standing) -> list[Joined]:
    """Who flagged it and who joined, in that order."""
    rows = Hunter.objects.filter(issue=issue).select_related("person", "customer").order_by("id")
    return [Joined(row, issue.is_open and row.person_id == who.person.pk and not row.is_flag(issue)) for row in rows]


def merged_here(issue: Issue, who: Standing) -> list[Merged]:
    """What came in, the latest first, as far as the reader may see it."""
    rows = Issue.objects.visible_to(who.person).filter(merged_into=issue).order_by("-merged_at", "-id")[:MOST_MERGED]
    return [Merged(row, _may_go(row, issue, who)) for row in rows]


def _may_go(row: Issue, into: Issue, who: Standing) -> bool:
    fresh = is_in_time(row, Rule.UNMERGED_WITHIN, row.merged_at)
    moderates = who.is_moderator and row.community_id == into.community_id
    return fresh and into.status in OPEN | {Status.RESOLVED} and (who.holds(into) or moderates)
