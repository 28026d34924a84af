"""Tokens, and the answers that a repeated request gets again."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person


class Scope(models.TextChoices):
    """What a token may do of what its owner may."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")
    ADMIN = "admin", _("Administer")


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Which tokens?"""

    def usable(self, moment: dt.datetime) -> TokenQuerySet:
        """Those neither revoked nor expired, of people whose account is active."""
        fresh = Q(expires_at=None) | Q(expires_at__gt=moment)
        return self.filter(fresh, revoked_at=None, owner__is_active=True, owner__is_ghost=False)


class ApiToken(models.Model):
    """What a program shows instead of a login; only its digest is kept."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=10))
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created", "-id"]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """The answer to a POST that carried an Idempotency-Key, for a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    saw = models.BooleanField(default=True, db_default=True, help_text="what the address names, once it was done")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["person", "key"], name="answer_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at"], name="answer_age")]

    def __str__(self) -> str:
        return f"{self.key} of {self.person_id}"
