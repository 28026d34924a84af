"""The rows of the spine: Activity (append-only), due jobs, how far each outlet has read, and the ticks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q


class Xid8Field(models.Field[int, int]):
    """PostgreSQL's 64-bit transaction id, filled by the database, read as an int."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: str | int | None, *_: object) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


class Activity(models.Model):
    """One thing that happened; never changed and never deleted (the database refuses both).

    Read in commit order by `(xid, id)` below `pg_snapshot_xmin(pg_current_snapshot())`: ids alone are
    drawn before the commit and can appear late.
    """

    id = models.BigAutoField(primary_key=True)
    xid = Xid8Field(db_default=Func(function="pg_current_xact_id"), editable=False)
    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    topics = ArrayField(models.TextField(), default=list)
    audience = ArrayField(models.BigIntegerField(), default=list)
    facts = models.JSONField(default=dict)
    waived = ArrayField(models.TextField(), default=list)
    inferred = models.BooleanField(default=False)
    replayed = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "activity"
        indexes = [
            models.Index(fields=["kind", "object_id", "at", "id"], name="activity_of"),
            models.Index(fields=["xid", "id"], name="activity_order", condition=Q(replayed=False)),
            models.Index(fields=["name", "at"], name="activity_named"),
            GinIndex(fields=["topics"], name="activity_topics", condition=Q(replayed=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.kind}:{self.object_id}"


class DueState(models.TextChoices):
    """Where a due job stands; failed ones wait for a person."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DueJob(models.Model):
    """Work that falls due: claimed with SKIP LOCKED, leased and fenced by `token` when it leaves the database."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DueState.choices, default=DueState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    planted_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state="due"), name="due_once"),
            models.CheckConstraint(condition=Q(state__in=DueState.values), name="due_state_known"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="due_next", condition=Q(state="due")),
            models.Index(fields=["lease_until"], name="due_leased", condition=Q(state="running")),
            models.Index(fields=["done_at"], name="due_done", condition=Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"

    @property
    def is_late(self) -> bool:
        """Not run though more than a minute overdue."""
        now = dt.datetime.now(dt.UTC)
        return self.state == DueState.DUE and self.due_at < now - dt.timedelta(seconds=60)


class OutletCursor(models.Model):
    """How far an outlet has read; moved in the transaction that holds the outlet's effect."""

    name = models.CharField(max_length=40, primary_key=True)
    xid = Xid8Field(default=0)
    last_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.xid}.{self.last_id}"


class Tick(models.Model):
    """When a recurring pass last began; `tick` itself is what readiness looks at."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
