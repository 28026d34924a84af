"""How the heat of a potato comes about: six bars with the facts behind them, computed as the page is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from esn import moments
from esn.activity.clock import now
from esn.ui import HeatTerm
from issues import heat
from issues.heating import facts_of
from issues.lifecycle import Severity, Tier
from issues.models import Issue


@dataclass(frozen=True)
class Warmth:
    """The number and its six terms."""

    heat: int
    terms: list[HeatTerm]


def warmth(issue: Issue) -> Warmth:
    """The heat of the potato at this moment; its community and customer should be loaded."""
    facts = facts_of(issue, now())
    terms = heat.terms(facts)
    points, shares, words = terms.points(), terms.as_dict(), _facts(issue, facts)
    bars = [HeatTerm(_name(name), shares[name], points[name], words[name], heat.WEIGHTS[name]) for name in heat.WEIGHTS]
    return Warmth(heat.total(terms), bars)


def _name(term: str) -> str:
    return {
        "impact": _("Impact"),
        "urgency": _("Urgency"),
        "silence": _("Silence"),
        "stagnation": _("Stagnation"),
        "spread": _("Spread"),
        "bounce": _("Bounce"),
    }[term]


def _facts(issue: Issue, facts: heat.HeatFacts) -> dict[str, str]:
    return {
        "impact": _impact(facts),
        "urgency": _urgency(facts),
        "silence": _silence(issue, facts),
        "stagnation": _stagnation(facts),
        "spread": _spread(facts),
        "bounce": _bounce(facts),
    }


def _impact(facts: heat.HeatFacts) -> str:
    severity = Severity(facts.severity).label.lower()
    if facts.tier is None:
        return _("%(severity)s, no customer") % {"severity": severity}
    tier = Tier(facts.tier).label.lower()
    return _("%(severity)s, %(tier)s customer") % {"severity": severity, "tier": tier}


def _urgency(facts: heat.HeatFacts) -> str:
    if facts.due_at is None:
        return _("no due date")
    if facts.due_at <= facts.at:
        return _("late since %(moment)s") % {"moment": moments.short(facts.due_at)}
    return _("due %(moment)s") % {"moment": moments.short(facts.due_at)}


def _silence(issue: Issue, facts: heat.HeatFacts) -> str:
    if facts.tier is None:
        return _("no customer waits")
    if issue.silence_since is None:
        return _("counts from the catch")
    words = _("%(span)s of %(promised)s promised")
    return words % {"span": _hours(facts.silent_hours), "promised": _hours(facts.promised_hours)}


def _stagnation(facts: heat.HeatFacts) -> str:
    if facts.still_hours * 60 < 1:
        return _("it moved just now")
    words = {"span": _hours(facts.still_hours), "most": _hours(facts.stagnant_hours)}
    return _("%(span)s of %(most)s without progress") % words


def _spread(facts: heat.HeatFacts) -> str:
    text = ngettext("%(count)d customer hit", "%(count)d customers hit", facts.customers)
    return text % {"count": facts.customers}


def _bounce(facts: heat.HeatFacts) -> str:
    if not facts.bounces:
        return _("no catch without progress")
    words = ngettext("%(count)s catch without progress", "%(count)s catches without progress", int(facts.bounces) or 1)
    return words % {"count": f"{facts.bounces:g}"}


def _hours(hours: float) -> str:
    """A number of working hours; a day of them is no day of the clock."""
    if 0 < hours < 1:
        return moments.span(dt.timedelta(hours=hours))
    whole, minutes = divmod(round(hours * 60), 60)
    rest = f"\u00a0{minutes:02d}" if minutes and whole < 10 else ""
    return f"{whole}\u00a0{pgettext('short for hours', 'h')}{rest}"
