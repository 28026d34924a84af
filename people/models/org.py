"""Teams, absences, and who follows whom."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """A team of the company; teams form a tree."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    place = models.CharField(_("place"), max_length=80, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Which absences?"""

    def covering(self, moment: dt.datetime) -> AbsenceQuerySet:
        """Those that have begun and not ended at `moment`."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def overlapping(self, starts_at: dt.datetime, ends_at: dt.datetime) -> AbsenceQuerySet:
        """Those that share a moment with that span."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def open_at(self, moment: dt.datetime) -> AbsenceQuerySet:
        """Those that are not over at `moment`."""
        return self.filter(ends_at__gt=moment)


class Absence(models.Model):
    """From when to when a person is away, and who stands in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="standing_in"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("person")), name="absence_other_substitute"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "ends_at"], name="absence_of")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%F} – {self.ends_at:%F}"

    @property
    def last_moment(self) -> dt.datetime:
        """The last moment of it: what to show as “until”, since it ends when the next day begins."""
        return self.ends_at - dt.timedelta(seconds=1)


class Follow(models.Model):
    """One person follows another's public posts."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="following")
    followee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followers")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["follower", "followee"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followee")), name="follow_another"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["followee", "follower"], name="followers_of")]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followee_id}"
