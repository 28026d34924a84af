"""What is asked of the hunter, the recipe of what was resolved, and the hunter's thanks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from issues.models.issues import Issue
from people.models import Person

MOST_CHOICES = 4
MOST_CHOICE = 60


class QuestionQuerySet(models.QuerySet["Question"]):
    """Which questions?"""

    def visible_to(self, person: Person) -> QuestionQuerySet:
        """Those of potatoes the person may see."""
        return self.filter(issue__in=Issue.objects.visible_to(person))


class Question(models.Model):
    """Something only the hunter can answer; asked in one card, answered once, in one tap if `choices` fit."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.CharField(max_length=500)
    choices = ArrayField(models.CharField(max_length=MOST_CHOICE), size=MOST_CHOICES, default=list)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="when the hunters were told of it; once in 24 h at the most")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.body


class Resolution(models.Model):
    """The recipe: what caused it, what cured it, what was learned."""

    issue = models.OneToOneField(Issue, models.CASCADE, related_name="resolution")
    cause = models.TextField(blank=True)
    cure = models.TextField(blank=True)
    lesson = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"recipe of {self.issue_id}"


class Thanks(models.Model):
    """A hunter's thanks to everyone who ate of a potato; said once."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="thanks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "thanks"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["issue", "person"], name="thanked_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.issue_id}"
