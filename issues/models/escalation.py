"""Who is on watch."""

from __future__ import annotations

from django.db import models

from feeds.models import Community
from people.models import Person


class Watch(models.Model):
    """The person who is accountable for a community's fresh potatoes until somebody catches them."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="watch")
    person = models.ForeignKey(Person, models.PROTECT, related_name="watches")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} on watch in {self.community_id}"
