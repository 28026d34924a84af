"""Handoffs (offers of ownership) and custody (who was accountable, since when and how)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from issues.lifecycle import HandoffStatus
from issues.models.issues import Issue
from people.models import Person


class HandoffQuerySet(models.QuerySet["Handoff"]):
    """Which offers?"""

    def visible_to(self, person: Person) -> HandoffQuerySet:
        """Those of potatoes the person may see."""
        return self.filter(issue__in=Issue.objects.visible_to(person))

    def offered(self) -> HandoffQuerySet:
        """Those that wait for an answer."""
        return self.filter(status=HandoffStatus.OFFERED)


class Handoff(models.Model):
    """A toss: the owner offers the potato; he stays accountable until it is caught."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="handoffs")
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="handoffs_made")
    offered_to = models.ForeignKey(Person, models.PROTECT, related_name="handoffs_received")
    status = models.CharField(max_length=10, choices=HandoffStatus.choices, default=HandoffStatus.OFFERED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = HandoffQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issue"], condition=Q(status="offered"), name="one_open_handoff"),
            models.CheckConstraint(condition=Q(status__in=HandoffStatus.values), name="handoff_status_known"),
            models.CheckConstraint(condition=~Q(offered_by=F("offered_to")), name="handoff_to_another"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["offered_to", "expires_at"], name="handoffs_open", condition=Q(status="offered"))
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.offered_by_id} → {self.offered_to_id}"


class CustodyKind(models.TextChoices):
    """How somebody became accountable; catches and accepted tosses count as bounces."""

    WATCH = "watch", _("on watch")
    CATCH = "catch", _("caught it")
    TOSS = "toss", _("accepted it")
    ASSIGNED = "assigned", _("was assigned")
    MOVED = "moved", _("took it over")


class Custody(models.Model):
    """One stretch of accountability; the last row of an issue is its owner."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="custody")
    person = models.ForeignKey(Person, models.PROTECT, related_name="custody")
    kind = models.CharField(max_length=10, choices=CustodyKind.choices)
    since = models.DateTimeField()
    before_progress = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=CustodyKind.values), name="custody_kind_known")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["issue", "id"], name="custody_of")]

    def __str__(self) -> str:
        return f"{self.issue_id} with {self.person_id}"
