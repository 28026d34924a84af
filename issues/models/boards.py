"""What people keep of the board: views by a name, how many potatoes a column should hold, what was moved last."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feeds.models import Community
from issues.lifecycle import Status
from people.models import Person


class BoardViewQuerySet(models.QuerySet["BoardView"]):
    """Which views?"""

    def visible_to(self, person: Person) -> BoardViewQuerySet:
        """One's own, and those shared with a community that one may read."""
        return self.filter(Q(owner=person) | Q(community__in=Community.objects.readable_by(person)))


class BoardView(models.Model):
    """A board's address under a name; its owner's alone unless it is shared with a community."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="board_views")
    community = models.ForeignKey(Community, models.CASCADE, null=True, blank=True, related_name="board_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    created = models.DateTimeField()

    objects = BoardViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["owner", "name"], name="board_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The board as it was kept."""
        return reverse("issues:board") + (f"?{self.query}" if self.query else "")


class ColumnLimit(models.Model):
    """How many potatoes a community wants in a column at the most. The board warns; nothing is ever blocked by it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="column_limits")
    status = models.CharField(max_length=12, choices=Status.choices)
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "status"], name="column_limit_once"),
            models.CheckConstraint(condition=Q(most__gt=0), name="column_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.status} ≤ {self.most} in {self.community_id}"


class LatestMove(models.Model):
    """The several potatoes that somebody moved last and may take back, each as it was before."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    token = models.CharField(max_length=32)
    rows = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} at {self.at}"
