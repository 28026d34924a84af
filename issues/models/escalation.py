"""Who is on watch: the rota, the shifts that differ from it, swaps, and who stands behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feeds.models import Community
from issues.rota import Rhythm
from people.models import Person


class Watch(models.Model):
    """Who is accountable for a community's fresh potatoes where no rota says, or its person is not here."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="watch")
    person = models.ForeignKey(Person, models.PROTECT, related_name="watches")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} on watch in {self.community_id}"


class Rota(models.Model):
    """The order in which people take turns on watch."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="rota")
    rhythm = models.CharField(_("the watch passes on"), max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    zone = models.CharField(_("time zone"), max_length=50)
    turns_at = models.TimeField(_("at"), default=dt.time(9))
    turns_on = models.PositiveSmallIntegerField(_("on"), default=0, help_text="weekday of a weekly turn; Monday is 0")
    starts_on = models.DateField(_("from"))
    has_weekends_apart = models.BooleanField(_("weekends apart"), default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="rota_rhythm_known"),
            models.CheckConstraint(condition=Q(turns_on__lt=7), name="rota_weekday_known"),
        ]

    def __str__(self) -> str:
        return f"rota of {self.community_id}"


class RotaPlace(models.Model):
    """Somebody's place in the line of those who take turns: that of the week, or that of weekends."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_weekend = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["rota", "is_weekend", "position"], name="rota_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.position} in {self.rota_id}"


class Shift(models.Model):
    """A stretch of watch that differs from the rota: put so by a moderator, or swapped."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="shifts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["community", "ends_at"], name="shifts_of")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%F %R} – {self.ends_at:%F %R}"


class Swap(models.Model):
    """Somebody asks another to take a stretch of his watch; it is his until the other accepts. Answered ones go."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="swaps")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="swaps_asked")
    asked_to = models.ForeignKey(Person, models.PROTECT, related_name="swaps_received")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "asked_by", "starts_at"], name="swap_asked_once"),
            models.CheckConstraint(condition=~Q(asked_by=F("asked_to")), name="swap_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} asks {self.asked_to_id} for {self.starts_at:%F %R}"


class GapWarning(models.Model):
    """A gap in a rota that the moderators were told of, as long as it lies ahead or runs; so they hear of it once."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="gap_warnings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "starts_at"], name="gap_told_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gap_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} nobody from {self.starts_at:%F %R}"
