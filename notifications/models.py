"""Notification: that something concerns a person; and what the person wants to be told of, how and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from esn.activity.models import Activity
from people.models import Person

EVERY_DAY = range(7)
MOST_TURNS = 7
"""Quiet hours and a hunt a day: whoever leaves no minute free is told within the week."""


def working_week() -> list[int]:
    """The days of hunting hours unless said otherwise: Monday to Friday."""
    return [0, 1, 2, 3, 4]


class Bucket(models.TextChoices):
    """How near it is to the person: waits for him, goes on in what he follows, or may interest him."""

    MINE = "mine", _("Mine")
    FOLLOWING = "following", _("Following")
    REST = "rest", _("The rest")


class Topic(models.TextChoices):
    """What a person may be told of; a row of the matrix of preferences."""

    TOSSES = "tosses", _("Potatoes put in my hands")
    BITES = "bites", _("Bites I eat, review or am asked to take")
    HUNT = "hunt", _("Milestones of potatoes I flagged, and questions about them")
    CUSTOMERS = "customers", _("What customers say, and promises of news")
    MENTIONS = "mentions", _("Posts and comments that name me or answer me")
    POTATOES = "potatoes", _("What happens to potatoes I hold or follow")
    COMMUNITIES = "communities", _("Invitations and news of my communities")
    PEOPLE = "people", _("Who follows or praises me")


MAILED = frozenset({Topic.TOSSES, Topic.BITES, Topic.HUNT, Topic.CUSTOMERS, Topic.MENTIONS})
"""The topics that reach a person by mail unless he says otherwise; the digest has the rest."""


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Which notifications?"""

    def visible_to(self, person: Person) -> NotificationQuerySet:
        """His own that belong in the inbox; whether he still sees the thing is asked when it is read."""
        return self.filter(person=person, in_app=True)

    def unread(self) -> NotificationQuerySet:
        """Those not read yet."""
        return self.filter(read_at=None)

    def in_bucket(self, bucket: str) -> NotificationQuerySet:
        """Those of one tab of the inbox."""
        return self.filter(bucket=bucket)

    def about_any(self, things: Mapping[str, Collection[int]]) -> NotificationQuerySet:
        """Those of any of these things, ids by kind."""
        any_of = Q(pk__in=[])
        for kind, ids in things.items():
            any_of |= Q(kind=kind, object_id__in=ids)
        return self.filter(any_of)

    def awaiting_mail(self) -> NotificationQuerySet:
        """Those that are to be mailed and belong to no letter yet."""
        return self.filter(by_mail=True, mailed_at=None, mail_job=None)

    def in_letter(self, job: int) -> NotificationQuerySet:
        """Those of the letter of one due job, not yet sent."""
        return self.filter(mail_job=job, mailed_at=None)

    def for_lines(self) -> NotificationQuerySet:
        """With what a line shows."""
        return self.select_related("actor")


class Notification(models.Model):
    """One happening that concerns one person, as stored facts; its sentence is made when it is read."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    bucket = models.CharField(max_length=10, choices=Bucket.choices)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    data = models.JSONField(default=dict)
    created = models.DateTimeField()
    in_app = models.BooleanField(default=True)
    is_urgent = models.BooleanField(default=False, db_default=False, help_text="it breaks into hunting hours")
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=False)
    mail_job = models.BigIntegerField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "activity"], name="notified_once"),
            models.CheckConstraint(condition=Q(bucket__in=Bucket.values), name="bucket_known"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="topic_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "bucket", "-created", "-id"], name="inbox", condition=Q(in_app=True)),
            models.Index(fields=["person", "bucket"], name="inbox_unread", condition=Q(in_app=True, read_at=None)),
            models.Index(fields=["person", "kind", "object_id"], name="notified_of"),
            models.Index(fields=["person", "created"], name="mail_awaited", condition=Q(by_mail=True, mailed_at=None)),
            models.Index(fields=["created"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.person_id}"

    def get_absolute_url(self) -> str:
        """Leads to the thing, and counts as having read."""
        return reverse("notifications:open", args=[self.pk])

    @property
    def dom_id(self) -> str:
        """The id of its line on a page."""
        return f"note-{self.pk}"


class Preference(models.Model):
    """What a person wants of one topic; without a row the default holds."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notification_preferences")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    in_app = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "topic"], name="preference_once"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="preference_topic_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic}"


class Hours(models.Model):
    """When a person wants no mail, when he hunts, both in his own zone, and when the last letter went."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notification_hours")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)
    hunting_from = models.TimeField(_("hunting from"), null=True, blank=True)
    hunting_until = models.TimeField(_("until"), null=True, blank=True)
    hunting_days = ArrayField(models.PositiveSmallIntegerField(), default=working_week, help_text="Monday is 0")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "hours"

    def __str__(self) -> str:
        return f"{self.person_id} quiet from {self.quiet_from} until {self.quiet_until}"

    def next_allowed(self, moment: dt.datetime, *, is_urgent: bool = False) -> dt.datetime:
        """`moment`, or when the quiet hours and hunting hours that it falls into are over.

        Hunting hours let through what is urgent. Where the two leave no time in a week, it is the end of that week.
        """
        for _turn in range(MOST_TURNS):
            quiet = _end(moment, self.quiet_from, self.quiet_until, EVERY_DAY, self.person.tz)
            allowed = quiet if is_urgent else self.hunting_end(quiet)
            if allowed == moment:
                break
            moment = allowed
        return moment

    def hunting_end(self, moment: dt.datetime) -> dt.datetime:
        """`moment`, or the end of the hunting hours that it falls into."""
        return _end(moment, self.hunting_from, self.hunting_until, self.hunting_days, self.person.tz)

    def is_hunting(self, moment: dt.datetime) -> bool:
        """Whether only emergencies may break in."""
        return self.hunting_end(moment) > moment


def _end(
    moment: dt.datetime, start: dt.time | None, end: dt.time | None, days: Collection[int], zone: dt.tzinfo
) -> dt.datetime:
    """The end of the stretch from `start` to `end` (maybe past midnight) that began on one of `days`, or `moment`."""
    if start is None or end is None or start == end:
        return moment
    here = moment.astimezone(zone)
    for began in (here.date(), here.date() - dt.timedelta(days=1)):
        ends = began if start < end else began + dt.timedelta(days=1)
        first, last = (dt.datetime.combine(day, time, tzinfo=zone) for day, time in ((began, start), (ends, end)))
        if began.weekday() in days and first <= moment < last:
            return last
    return moment
