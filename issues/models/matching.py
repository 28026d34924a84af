"""Who was suggested as a helper, to whom and why: kept for the one who was suggested, not to rank anybody."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from issues.models.issues import Issue
from people.models import Person


class Suggestion(models.Model):
    """On one day somebody was shown as a possible helper with a potato; the same on the same day is one row."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="suggestions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="suggested")
    viewer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    is_learner = models.BooleanField(default=False)
    skill = models.CharField(max_length=60, blank=True)
    bites = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issue", "person", "viewer", "day"], name="suggested_once_a_day")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "-day", "-id"], name="suggested_to")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.issue_id}"
