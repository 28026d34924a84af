"""Task: a bite."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from esn.activity.clock import is_unseen
from feeds.models import Comment
from issues.lifecycle import EATEN_AT, LIVE_TASK, OPEN, Size, TaskStatus
from issues.models.issues import Issue
from people.models import Person, Skill


class TaskQuerySet(models.QuerySet["Task"]):
    """Which bites?"""

    def visible_to(self, person: Person) -> TaskQuerySet:
        """Those of potatoes the person may see."""
        return self.filter(issue__in=Issue.objects.visible_to(person))

    def live(self) -> TaskQuerySet:
        """Neither done nor cancelled."""
        return self.filter(status__in=LIVE_TASK)

    def on_the_table(self) -> TaskQuerySet:
        """Open bites of open potatoes, hottest potato first."""
        return self.filter(status=TaskStatus.OPEN, issue__status__in=OPEN)

    def ready(self) -> TaskQuerySet:
        """Those that wait for no other bite."""
        return self.exclude(depends_on__status__in=LIVE_TASK)

    def held_by(self, person: Person) -> TaskQuerySet:
        """Those on the person's plate."""
        return self.filter(assignee=person, status__in=EATEN_AT)

    def locked(self, task: Task | int) -> Task:
        """The row as it is now, locked until the action ends; lock its issue first. Raises Task.DoesNotExist."""
        pk = task.pk if isinstance(task, Task) else task
        if not is_unseen():
            self.select_for_update(no_key=True).only("pk").get(pk=pk)
        return self.select_related("issue", "assignee").get(pk=pk)


class Task(models.Model):
    """A digestible portion of a potato. One eater at a time, and the database holds it."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    title = models.CharField(_("title"), max_length=200)
    done_when = models.CharField(_("done when"), max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN)
    blocked_reason = models.CharField(max_length=500, blank=True)
    size = models.CharField(_("size"), max_length=2, choices=Size.choices, default=Size.S)
    effort = models.CharField(_("effort"), max_length=2, choices=Size.choices, blank=True)
    position = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="tasks_proposed")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tasks_taken")
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tasks_reviewed")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    created = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text="its eater was asked whether it goes on")
    raised_at = models.DateTimeField(null=True, help_text="nobody wanted it for so long that it was pointed out")
    skills = models.ManyToManyField(Skill, blank=True, related_name="tasks")
    depends_on = models.ManyToManyField("self", through="TaskDependency", symmetrical=False, related_name="needed_by")
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(status__in=TaskStatus.values), name="task_status_known"),
            models.CheckConstraint(condition=Q(size__in=Size.values), name="task_size_known"),
            models.CheckConstraint(
                condition=Q(status__in=("proposed", "open"), assignee=None)
                | Q(status__in=("taken", "doing", "review", "done"), assignee__isnull=False)
                | Q(status="cancelled"),
                name="task_eater_fits_status",
            ),
            models.CheckConstraint(
                condition=Q(status="done", finished_at__isnull=False) & ~Q(effort="") | ~Q(status="done"),
                name="task_done_whole",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="task_parent_another"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["issue", "position", "id"], name="tasks_of"),
            models.Index(fields=["assignee", "status"], name="tasks_held"),
            models.Index(fields=["issue"], name="tasks_open", condition=Q(status="open")),
            models.Index(fields=["touched_at"], name="tasks_unwanted", condition=Q(status="open", raised_at=None)),
            models.Index(fields=["touched_at"], name="tasks_on_plates", condition=Q(status__in=("taken", "doing"))),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.issue.get_absolute_url()}#{self.dom_id}"

    @property
    def dom_id(self) -> str:
        """The id of its row on a page."""
        return f"task-{self.pk}"

    @property
    def minutes(self) -> int:
        """Its estimated effort."""
        return Size(self.size).minutes

    @property
    def is_blocked(self) -> bool:
        """Its eater says why it cannot go on."""
        return bool(self.blocked_reason)


class TaskComment(models.Model):
    """A comment in its potato's discussion that was made at a bite, and stands there too."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="said")
    comment = models.OneToOneField(Comment, models.CASCADE, related_name="bite")

    def __str__(self) -> str:
        return f"{self.comment_id} at {self.task_id}"


class TaskDependency(models.Model):
    """A task waits for another of the same issue."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Task, models.CASCADE, related_name="dependents")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["task", "needs"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(task=F("needs")), name="dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} needs {self.needs_id}"
