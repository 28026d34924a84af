"""The ladders of a community to be read: what holds, in words, who changed it, and what ran out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn import moments
from esn.activity import history
from esn.activity.clock import now
from feeds.models import Community
from issues import events
from issues.ladder import Ladder, Step, StepKind
from issues.laddering import Ruling, ruling_of
from issues.models import Issue
from people.models import Person, Team

FRIDAY, EVENING = 4, dt.time(17)
MOST_CHANGES = 20
MOST_RESTING = 100


@dataclass(frozen=True)
class Shown:
    """A ladder as it holds for a community, its steps in words, and since which version. `whose` says who made it."""

    ladder: Ladder
    rule: Ruling
    lines: list[str]
    whose: str


@dataclass(frozen=True)
class Change:
    """Who made a ladder anew, and its steps from then on; none where the company's holds again."""

    at: dt.datetime
    by: str
    ladder: str
    lines: list[str]


def ladders_of(community: Community) -> list[Shown]:
    """The three ladders, in a fixed number of queries."""
    rules = {ladder: ruling_of(community.pk, ladder) for ladder in Ladder}
    names = Names([step for rule in rules.values() for step in rule.steps])
    return [Shown(ladder, rule, names.lines(rule.steps), _whose(rule, community)) for ladder, rule in rules.items()]


def _whose(rule: Ruling, community: Community) -> str:
    if rule.community is None:
        return _("the default")
    return _("made here") if rule.community == community.pk else _("the company's")


class Names:
    """Whom some steps name, read in two queries, to tell each step in words."""

    def __init__(self, steps: Sequence[Step]) -> None:
        people = {step.person for step in steps if step.person}
        teams = {step.team for step in steps if step.team}
        self._people = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
        self._teams = dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {}

    def lines(self, steps: Sequence[Step]) -> list[str]:
        """Each step in words."""
        return [self.words(step) for step in steps]

    def words(self, step: Step) -> str:
        """One step in words; without a name for whoever left."""
        gone = _("nobody any more")
        named = {
            StepKind.WAIT: lambda: _("Wait %(span)s of working time") % {"span": span_of(step.minutes)},
            StepKind.ONLY_FROM_HEAT: lambda: _("The next step only from a heat of %(heat)d") % {"heat": step.heat},
            StepKind.REPEAT: lambda: (
                ngettext("Begin again once", "Begin again %(times)d times", step.times) % {"times": step.times}
            ),
            StepKind.NOTIFY_PERSON: lambda: _("Tell %(name)s") % {"name": self._people.get(step.person or 0, gone)},
            StepKind.NOTIFY_TEAM: lambda: _("Tell the team %(name)s") % {"name": self._teams.get(step.team or 0, gone)},
        }
        kind = StepKind(step.kind)
        return named[kind]() if kind in named else str(kind.label)


def span_of(minutes: int) -> str:
    """Working minutes in words, in hours however many there are."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return moments.span(dt.timedelta(minutes=rest))
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def changes(community: Community) -> list[Change]:
    """The latest changes of its ladders, newest first."""
    rows = list(history.of("community", community.pk).filter(name=events.ladder_set.name).reverse()[:MOST_CHANGES])
    kept = [[_step(said) for said in row.facts.get("steps", [])] for row in rows]
    people = dict(Person.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    names = Names([step for steps in kept for step in steps])
    return [
        Change(row.at, people.get(row.actor_id or 0, ""), str(Ladder(row.facts["ladder"]).label), names.lines(steps))
        for row, steps in zip(rows, kept, strict=True)
    ]


def _step(said: Mapping[str, Any]) -> Step:
    return Step(**said)


def resting_in(community: Community) -> list[Issue]:
    """The open potatoes of a community whose ladder has run out, hottest first."""
    rows = Issue.objects.filter(community=community).resting().select_related("owner", "community")
    return list(rows[:MOST_RESTING])


def next_friday() -> dt.datetime:
    """The coming Friday at 17:00 in the reader's zone: the moment that shows what a weekend does to a ladder."""
    today = timezone.localdate(now())
    day = today + dt.timedelta(days=(FRIDAY - today.weekday()) % 7)
    return timezone.make_aware(dt.datetime.combine(day, EVENING))
