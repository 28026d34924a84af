"""The working hours that a community's promises and clocks go by."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from esn.lib.hours import WorkingHours
from feeds.models import Community
from issues.heat import promised_hours
from issues.models import Issue


@cache
def company_hours() -> WorkingHours:
    """Monday to Friday, nine to five, in the company's zone."""
    return WorkingHours(ZoneInfo(settings.COMPANY_ZONE))


def hours_of(_community: Community | int) -> WorkingHours:
    """The working hours of a community: the company's."""
    return company_hours()


def promise_from(issue: Issue, moment: dt.datetime) -> dt.datetime:
    """When the customer is owed the next news of `issue` if the clock starts at `moment`."""
    hours = promised_hours(issue.severity, is_told=issue.news_at is not None)
    return hours_of(issue.community_id).add(moment, dt.timedelta(hours=hours))
