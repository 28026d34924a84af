"""The working hours that a community's promises and clocks go by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from esn.lib.fresh import Fresh
from esn.lib.hours import WorkingHours
from feeds.models import Community
from feeds.models.communities import COMPANY
from issues.models import CommunityHours, Issue
from issues.models.rules import span
from issues.rules import Rule


@cache
def company_hours() -> WorkingHours:
    """Monday to Friday, nine to five, in the company's zone."""
    return WorkingHours(ZoneInfo(settings.COMPANY_ZONE))


def hours_of(community: Community | int) -> WorkingHours:
    """The working hours of a community: its own, else those set for the whole company.

    They are asked for with every heat, so each process reads them once in two seconds, all at once.
    """
    known = _hours.get()
    pk = community if isinstance(community, int) else community.pk
    return known.get(pk) or known.get(COMPANY) or company_hours()


def _read() -> Mapping[int | str, WorkingHours]:
    found: dict[int | str, WorkingHours] = {}
    for row in CommunityHours.objects.select_related("community"):
        found[row.community_id] = row.working()
        if row.community.is_company:
            found[COMPANY] = found[row.community_id]
    return found


_hours = Fresh(_read)


def forget_hours() -> None:
    """Read them anew, because some were changed: now, and for everybody once the action is over."""
    _hours.forget()


def promised(issue: Issue) -> dt.timedelta:
    """The working hours within which the customer hears next: the first ones until he was told once."""
    part = "then" if issue.news_at is not None else "first"
    return span(issue.community_id, Rule(f"{part}_{issue.severity}"))


def promise_from(issue: Issue, moment: dt.datetime) -> dt.datetime:
    """When the customer is owed the next news of `issue` if the clock starts at `moment`."""
    return hours_of(issue.community_id).add(moment, promised(issue))
