"""How many potatoes were open, by community and temperature, day by day."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from feeds.models import Community


class BandCount(models.Model):
    """The open potatoes of a community on a day (UTC), by the lowest heat of their band; the day's last count stays."""

    day = models.DateField()
    community = models.ForeignKey(Community, models.CASCADE, related_name="band_counts")
    floor = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["day", "community", "floor"], name="band_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.community_id}: {self.count} from {self.floor}"
