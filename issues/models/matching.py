"""What matching keeps: who was suggested as a helper, for the one who was, and the words that find a potato again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from issues.models.issues import Issue
from people.models import Person


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Which suggestions?"""

    def told_to(self, person: Person) -> SuggestionQuerySet:
        """When the person was suggested, as far as he sees the potato, with it and whoever it was shown to."""
        mine = self.filter(person=person, issue__in=Issue.objects.visible_to(person))
        return mine.select_related("issue", "viewer")


class Suggestion(models.Model):
    """On one day somebody was shown as a possible helper with a potato; the same on the same day is one row."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="suggestions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="suggested")
    viewer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    is_learner = models.BooleanField(default=False)
    skill = models.CharField(max_length=60, blank=True)
    bites = models.PositiveSmallIntegerField(default=0)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issue", "person", "viewer", "day"], name="suggested_once_a_day")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "-day", "-id"], name="suggested_to")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.issue_id}"


class IssueWords(models.Model):
    """The words of a potato, stemmed in French and in English without accents; kept by a trigger, read by matching.

    A table of its own: the potato's row changes with every degree of heat, its words hardly ever.
    """

    issue = models.OneToOneField(Issue, models.CASCADE, primary_key=True, related_name="words")
    title = models.CharField(max_length=400)
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            GinIndex(fields=["words"], name="issue_words"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="issue_title_trigram"),
        ]

    def __str__(self) -> str:
        return self.title
