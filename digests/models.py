"""How often a person wants a digest, and the ledger: one row a person, period and kind, whatever is killed."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person

MORNING = dt.time(7, 30)


class Frequency(models.TextChoices):
    """How often a digest comes."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Once a week")
    OFF = "off", _("Never")


class Weekday(models.IntegerChoices):
    """The day of a weekly digest, as Python counts."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Rhythm(models.Model):
    """When a person's digest comes; without a row it is daily at 07:30 of his own clock."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="digest_rhythm")
    frequency = models.CharField(_("how often"), max_length=6, choices=Frequency.choices, default=Frequency.DAILY)
    hour = models.TimeField(_("at"), default=MORNING)
    weekday = models.PositiveSmallIntegerField(
        _("on"), choices=Weekday.choices, default=Weekday.MONDAY, validators=[MaxValueValidator(6)]
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="frequency_known"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.frequency} at {self.hour}"


class State(models.TextChoices):
    """Where a digest stands; dropped ones found nobody to go to."""

    EMPTY = "empty"
    COMPOSED = "composed"
    SENT = "sent"
    DROPPED = "dropped"


class DigestQuerySet(models.QuerySet["Digest"]):
    """Which digests?"""

    def of(self, person: Person) -> DigestQuerySet:
        """The person's own."""
        return self.filter(person=person)

    def unsent(self) -> DigestQuerySet:
        """Those composed and not sent."""
        return self.filter(state=State.COMPOSED)

    def free(self, pk: int) -> Digest | None:
        """This unsent one, locked until the transaction ends; None if it was sent or somebody else is sending it.

        The lock goes with the connection: when a sender is killed it is free again at once.
        """
        locked = self.unsent().select_for_update(skip_locked=True, of=("self",))
        return locked.select_related("person").filter(pk=pk).first()


class Digest(models.Model):
    """One mail to one person for one period: composed first, sent afterwards."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests")
    kind = models.CharField(max_length=6, choices=Frequency.choices)
    period = models.DateField(help_text="the local day, or the first day of the week, that it is for")
    state = models.CharField(max_length=8, choices=State.choices)
    since = models.DateTimeField()
    until = models.DateTimeField()
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    things = models.JSONField(default=dict, help_text="ids of what it speaks of, by kind")
    composed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-until", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "period", "kind"], name="one_digest_a_period"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="digest_state_known"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="digest_sent_at"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["period", "kind"], name="digests_of_period"),
            models.Index(fields=["composed_at"], name="digest_unsent", condition=Q(state="composed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} digest of {self.period} for {self.person_id} ({self.state})"
