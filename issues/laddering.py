"""The ladders that hold for a community: its own, else the company's, else the defaults; never none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from esn.lib.fresh import Fresh
from feeds.models.communities import COMPANY
from issues.ladder import DEFAULTS, Ladder, Step
from issues.models import EscalationPolicy


@dataclass(frozen=True)
class Ruling:
    """A ladder that holds: its steps, and a name that changes whenever they do; `community` is None for a default."""

    name: str
    steps: tuple[Step, ...]
    community: int | None = None


def ruling_of(community: int, ladder: str) -> Ruling:
    """The ladder that holds for a community. Each process reads all of them at once, every other second."""
    known = _rules.get()
    default = Ruling("default", DEFAULTS[Ladder(ladder)])
    return known.get((community, ladder)) or known.get((COMPANY, ladder)) or default


def _read() -> Mapping[tuple[int | str, str], Ruling]:
    found: dict[tuple[int | str, str], Ruling] = {}
    for policy in EscalationPolicy.objects.select_related("community").prefetch_related("steps"):
        steps = tuple(step.plain for step in policy.steps.all())
        rule = Ruling(f"{policy.pk}.{policy.version}", steps, policy.community_id)
        found[policy.community_id, policy.ladder] = rule
        if policy.community.is_company:
            found[COMPANY, policy.ladder] = rule
    return found


_rules = Fresh(_read)


def forget_rules() -> None:
    """Read them anew, because one was changed: now, and for everybody once the action is over."""
    _rules.forget()
