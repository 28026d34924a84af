"""Gathering the facts of a potato's heat from its columns, and keeping the stored number true."""

from __future__ import annotations

import datetime as dt

from esn.activity.clock import now
from issues import heat
from issues.lifecycle import Status
from issues.models import Issue
from issues.models.rules import span
from issues.rules import Rule
from issues.working import hours_of, promised


def facts_of(issue: Issue, moment: dt.datetime) -> heat.HeatFacts:
    """What the formula needs to know of the issue at `moment`; its community and customer should be loaded."""
    clock = issue.waiting_since if issue.status == Status.WAITING and issue.waiting_since else moment
    owed = promised(issue).total_seconds() / 3600
    still = span(issue.community_id, Rule.STAGNANT_AFTER).total_seconds() / 3600
    return heat.HeatFacts(
        at=moment,
        flagged_at=issue.flagged_at,
        severity=issue.severity,
        is_open=issue.is_open,
        tier=issue.customer.tier if issue.customer else None,
        due_at=issue.due_at,
        silent_hours=_hours(issue, issue.silence_since, clock, most=owed),
        promised_hours=owed,
        still_hours=_hours(issue, issue.progress_at, clock, most=still),
        stagnant_hours=still,
        customers=issue.customer_count,
        bounces=float(issue.bounces),
    )


def heat_at(issue: Issue, moment: dt.datetime) -> int:
    """The heat that the issue has at `moment`, past or to come, if nobody moves until then."""
    return heat.heat(facts_of(issue, moment))


def _hours(issue: Issue, since: dt.datetime | None, until: dt.datetime, *, most: float) -> float:
    if since is None:
        return 0.0
    passed = hours_of(issue.community_id).between(since, until, most=dt.timedelta(hours=most))
    return passed.total_seconds() / 3600


def warm(issue: Issue, moment: dt.datetime | None = None) -> bool:
    """Set the issue's heat as it is at `moment`, without saving; whether the whole number changed."""
    moment = moment or now()
    terms = heat.terms(facts_of(issue, moment))
    value = heat.total(terms)
    changed = value != issue.heat
    issue.heat, issue.heat_at = value, moment
    issue.heat_terms = {name: round(term, 4) for name, term in terms.as_dict().items()}
    return changed
