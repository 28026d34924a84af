"""What helps to cut and to keep cutting: templates kept by hand, and requests for more time for a bite."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from feeds.models import Community
from feeds.models.communities import COMPANY
from issues.models.issues import Issue
from issues.models.tasks import Task
from people.models import Person


class SplitTemplateQuerySet(models.QuerySet["SplitTemplate"]):
    """Which templates?"""

    def visible_to(self, person: Person) -> SplitTemplateQuerySet:
        """Those of communities that the person may read."""
        return self.filter(community__in=Community.objects.readable_by(person))

    def kept(self) -> SplitTemplateQuerySet:
        """Not archived."""
        return self.filter(archived_at=None)

    def for_issue(self, issue: Issue) -> SplitTemplateQuerySet:
        """What a potato may be cut by: its own community's, then the company's."""
        near = Q(community=issue.community_id) | Q(community__slug=COMPANY)
        return self.kept().filter(near).select_related("community").order_by("community__slug", Lower("name"), "id")


class SplitTemplate(models.Model):
    """Bites that a kind of potato usually takes, one a line as they are pasted, kept by a community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="split_templates")
    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("when it fits"), max_length=200, blank=True)
    lines = models.TextField(_("one bite a line"))
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = SplitTemplateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "community", Lower("name"), name="template_name_once", condition=Q(archived_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExtensionStatus(models.TextChoices):
    """Where a request for more time stands."""

    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Lapsed")


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Which requests for more time?"""

    def waiting(self) -> ExtensionQuerySet:
        """Those that wait for an answer: of whoever eats the bite now."""
        return self.filter(status=ExtensionStatus.ASKED, asked_by=F("task__assignee"))


class Extension(models.Model):
    """More time for a bite: asked for by its eater, granted or refused by the holder or a moderator."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="extensions")
    status = models.CharField(max_length=8, choices=ExtensionStatus.choices, default=ExtensionStatus.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    due_before = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(status__in=ExtensionStatus.values), name="extension_status_known"),
            models.UniqueConstraint(fields=["task"], condition=Q(status="asked"), name="extension_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} until {self.due_at}"
