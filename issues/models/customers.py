"""Customers, their contacts, the links they hold, what they are told and what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.lifecycle import Tier
from people.models import Person


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Which customers?"""

    def current(self) -> CustomerQuerySet:
        """Those that are not archived."""
        return self.filter(archived_at=None)

    def visible_to(self, person: Person) -> CustomerQuerySet:
        """Every employee sees every customer; a guest those of the potatoes in his communities."""
        if not person.is_guest:
            return self
        mine = person.memberships.values("community_id")
        return self.filter(issues__community_id__in=mine).distinct()


class Customer(models.Model):
    """A company that buys from us."""

    name = models.CharField(_("name"), max_length=120)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.STANDARD)
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="customers_owned")
    created = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(Lower("name"), name="customer_name_once"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="customer_tier_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("issues:customer", args=[self.pk])


class ContactQuerySet(models.QuerySet["Contact"]):
    """Which contacts?"""

    def current(self) -> ContactQuerySet:
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def mailed(self) -> ContactQuerySet:
        """Those whom news reaches by mail."""
        return self.current().filter(by_mail=True).exclude(email="")


class Contact(models.Model):
    """A person at a customer, reached in his own language. One that was removed keeps his name beside what he wrote."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    by_mail = models.BooleanField(_("news by mail"), default=True, db_default=True)
    removed_at = models.DateTimeField(null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "customer", Lower("email"), condition=Q(removed_at=None), name="contact_email_once_now"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerLinkQuerySet(models.QuerySet["CustomerLink"]):
    """Which links?"""

    def usable(self, moment: dt.datetime) -> CustomerLinkQuerySet:
        """Those neither expired nor revoked."""
        return self.filter(expires_at__gt=moment, revoked_at=None)


class CustomerLink(models.Model):
    """What opens a potato's page to one contact; only the digest of its token is kept."""

    issue = models.ForeignKey("issues.Issue", models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    is_mailed = models.BooleanField(default=False, db_default=False)

    objects = CustomerLinkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["issue", "contact"], name="links_of")]

    def __str__(self) -> str:
        return f"link of {self.contact_id} to {self.issue_id}"

    @property
    def has_ended(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()

    def is_usable(self, moment: dt.datetime) -> bool:
        """Neither expired nor revoked."""
        return self.revoked_at is None and self.expires_at > moment


class CustomerUpdate(models.Model):
    """News: what the customer is told. Never an internal comment; this table is all that reaches him."""

    issue = models.ForeignKey("issues.Issue", models.CASCADE, related_name="news")
    body = models.TextField()
    body_html = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="news_published")
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="when it had been promised; moved on by pauses")
    next_news_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["issue", "-at", "-id"], name="news_of")]

    def __str__(self) -> str:
        return f"news of {self.issue_id} at {self.at:%F %H:%M}"


class CustomerLetter(models.Model):
    """News on its way to one contact by mail. The token of its link is derived from `nonce` and the server's key."""

    news = models.ForeignKey(CustomerUpdate, models.CASCADE, related_name="letters")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="letters")
    link = models.OneToOneField(CustomerLink, models.CASCADE, related_name="letter")
    nonce = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["news", "contact"], name="letter_once"),
        ]

    def __str__(self) -> str:
        return f"news {self.news_id} to {self.contact_id}"


class MessageKind(models.TextChoices):
    """What the customer pressed."""

    MESSAGE = "message", _("Message")
    SOLVED = "solved", _("Solved")
    NOT_SOLVED = "not_solved", _("Not solved")


class CustomerMessage(models.Model):
    """What a customer said on the page."""

    issue = models.ForeignKey("issues.Issue", models.CASCADE, related_name="messages")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind.choices, default=MessageKind.MESSAGE)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=MessageKind.values), name="message_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.contact_id}"


class Satisfaction(models.Model):
    """How content a contact was at the end: asked once, answered in one tap and, if he likes, a word."""

    issue = models.ForeignKey("issues.Issue", models.CASCADE, related_name="satisfactions")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="satisfactions")
    score = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issue", "contact"], name="satisfaction_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="satisfaction_range"),
        ]

    def __str__(self) -> str:
        return f"{self.score} of 5 for {self.issue_id}"


class NewsStage(models.TextChoices):
    """When a piece of news is written: each has its template."""

    FIRST = "first", _("First news")
    PROGRESS = "progress", _("How far we are")
    QUESTION = "question", _("We need something")
    LATE = "late", _("Later than promised")
    SOLVED = "solved", _("Solved")


class NewsTemplate(models.Model):
    """What a community's news at a stage begins with, in one language; without it the product's own words do."""

    community = models.ForeignKey("feeds.Community", models.CASCADE, related_name="news_templates")
    stage = models.CharField(max_length=10, choices=NewsStage.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    body = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "stage", "language"], name="news_template_once"),
            models.CheckConstraint(condition=Q(stage__in=NewsStage.values), name="news_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} in {self.language}"
