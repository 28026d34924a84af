"""Ladders: what a community does if nobody moves, how far each potato has climbed, and what was done there."""

from __future__ import annotations

from typing import Any, ClassVar, TypedDict

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feeds.models import Community
from issues.ladder import MOST_REPEATS, Ladder, Place, Step, StepKind
from issues.models.issues import Issue
from people.models import Person, Team


class EscalationPolicy(models.Model):
    """A ladder that a community made; without one the company's holds, and without that the default."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="ladders")
    ladder = models.CharField(max_length=12, choices=Ladder.choices)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "ladder"], name="ladder_once"),
            models.CheckConstraint(condition=Q(ladder__in=Ladder.values), name="ladder_known"),
        ]

    def __str__(self) -> str:
        return f"{self.ladder} of {self.community_id}"


class EscalationStep(models.Model):
    """One step of a ladder that a community made."""

    policy = models.ForeignKey(EscalationPolicy, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("step"), max_length=20, choices=StepKind.choices)
    minutes = models.PositiveIntegerField(_("working minutes"), default=0)
    heat = models.PositiveSmallIntegerField(_("heat"), default=0)
    times = models.PositiveSmallIntegerField(_("times"), default=0)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["policy", "position"], name="step_once"),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="step_kind_known"),
            models.CheckConstraint(condition=Q(times__lte=MOST_REPEATS), name="step_repeats_bounded"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}"

    @property
    def plain(self) -> Step:
        """As the computation takes it."""
        return Step(self.kind, self.minutes, self.heat, self.times, self.person_id, self.team_id)


class ClimbState(models.TextChoices):
    """How a potato's way up a ladder stands."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    RESTING = "resting", _("Rests on a moderator")
    OVER = "over", _("Over")


class ClimbQuerySet(models.QuerySet["Climb"]):
    """Which climbs?"""

    def running(self) -> ClimbQuerySet:
        """Those whose next step is planted."""
        return self.filter(state=ClimbState.RUNNING)


class Climb(models.Model):
    """A potato on one of its ladders.

    A round belongs to its `anchor` and began at `started_at`; within it the step at `position` of `lap` comes next,
    counted from `since`, and is due at `due_at`. Each planting has a `version` of its own: a due job of an earlier one
    does nothing.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="climbs")
    ladder = models.CharField(max_length=12, choices=Ladder.choices)
    state = models.CharField(max_length=8, choices=ClimbState.choices, default=ClimbState.RUNNING)
    round = models.PositiveIntegerField(default=1)
    anchor = models.DateTimeField()
    started_at = models.DateTimeField()
    since = models.DateTimeField()
    lap = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=40, help_text="the ladder and its version that due_at was computed from")

    objects = ClimbQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issue", "ladder"], name="climb_once"),
            models.CheckConstraint(condition=Q(state__in=ClimbState.values), name="climb_state_known"),
            models.CheckConstraint(condition=Q(ladder__in=Ladder.values), name="climb_ladder_known"),
            models.CheckConstraint(condition=~Q(state="running") | Q(due_at__isnull=False), name="climb_is_dated"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "issue"], name="climbs_live", condition=~Q(state="over")),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} on {self.ladder}: {self.state} at {self.lap}.{self.position}"

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.lap, self.position)

    @property
    def job_key(self) -> str:
        """The key of the due job that runs its next step."""
        return f"ladder:{self.pk}:{self.version}"


class ClimbStep(models.Model):
    """A step that was carried out: once in a round and lap."""

    climb = models.ForeignKey(Climb, models.CASCADE, related_name="steps")
    round = models.PositiveIntegerField()
    lap = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    is_skipped = models.BooleanField(default=False)
    people = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["climb", "round", "lap", "position"], name="climb_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.climb_id} {self.round}.{self.lap}.{self.position} {self.kind}"


class Lack(TypedDict):
    """An open potato without a dated next step: the ladders that it should be on, `waiting` for a wake-up."""

    issue: int
    ladders: list[str]


class Audit(models.Model):
    """A look at everything open: what lacked a dated next step, and what of it could not be mended.

    A look that finds nothing moves the date of the last such look on; each that found something is kept.
    """

    at = models.DateTimeField()
    open_count = models.PositiveIntegerField()
    mended = models.JSONField(default=list, help_text="the ids of the potatoes that were given a next step")
    lacking = models.JSONField(default=list, help_text="a Lack for each that could not be given one")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-at"], name="audit_latest")]

    def __str__(self) -> str:
        return f"{self.at:%F %R}: {len(self.mended)} mended, {len(self.lacking)} lacking"

    @property
    def is_clean(self) -> bool:
        """Nothing lacked a dated next step."""
        return not self.mended and not self.lacking
