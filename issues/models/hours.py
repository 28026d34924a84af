"""The working hours and holidays of a community that go before the company's."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from esn.lib.hours import Shift, WorkingHours
from feeds.models import Community


class CommunityHours(models.Model):
    """When a community works. `week`: of each day, Monday first, its [start, end] pairs; `holidays`: names by day."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="hours")
    zone = models.CharField(_("time zone"), max_length=50)
    week = models.JSONField()
    holidays = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"hours of {self.community_id}"

    def working(self) -> WorkingHours:
        """The hours as clocks go by them."""
        week = tuple(
            tuple(Shift(dt.time.fromisoformat(start), dt.time.fromisoformat(end)) for start, end in day)
            for day in self.week
        )
        return WorkingHours(ZoneInfo(self.zone), week, frozenset(map(dt.date.fromisoformat, self.holidays)))
