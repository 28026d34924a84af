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


class Contact(models.Model):
    """A person at a customer, reached in his own language."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("customer", Lower("email"), name="contact_email_once"),
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

    objects = CustomerLinkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["issue", "contact"], name="links_of")]

    def __str__(self) -> str:
        return f"link of {self.contact_id} to {self.issue_id}"

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
    next_news_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["issue", "-at", "-id"], name="news_of")]

    def __str__(self) -> str:
        return f"news of {self.issue_id} at {self.at:%F %H:%M}"


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
