"""Issue: the hot potato, who hunts and follows it, and its recipe."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from esn.activity.clock import is_held, is_unseen
from feeds.models import Community, Post
from feeds.models.communities import ids_readable_by
from issues.heat import Band, band
from issues.lifecycle import OPEN, Severity, Status, WaitingFor
from issues.models.customers import Contact, Customer
from issues.models.rules import count, span
from issues.rules import Rule
from people.models import Person


class IssueQuerySet(models.QuerySet["Issue"]):
    """Which potatoes?"""

    def visible_to(self, person: Person) -> IssueQuerySet:
        """Those of communities the person may read, and those he has a part in."""
        readable = Q(community__in=ids_readable_by(person))
        return self.filter(readable | Q(pk__in=ids_with_part_of(person)))

    def hunted_by(self, person: Person) -> IssueQuerySet:
        """Those that he flagged or joined."""
        return self.filter(Q(reporter=person) | Q(pk__in=Hunter.objects.filter(person=person).values("issue_id")))

    def sent_as(self, client_uuid: uuid.UUID | None, *, by: Person) -> IssueQuerySet:
        """What this hunter flagged under a number of his own device: one at the most, and none without a number."""
        return self.filter(reporter=by, client_uuid=client_uuid) if client_uuid else self.none()

    def open(self) -> IssueQuerySet:
        """Flagged, caught, in progress or waiting."""
        return self.filter(status__in=OPEN)

    def resting(self) -> IssueQuerySet:
        """Open, and a ladder of theirs has run out, hottest first."""
        return self.open().filter(climbs__state="resting").hottest().distinct()

    def hottest(self) -> IssueQuerySet:
        """Hottest first."""
        return self.order_by("-heat", "-id")

    def locked(self, issue: Issue | int) -> Issue:
        """The row as it is now, locked until the action ends; raises Issue.DoesNotExist.

        Locked alone and then read with its neighbours: had the lock waited for somebody who changed the owner, a join
        in the locking statement would compare the new owner with the old one's row, and find nothing.
        """
        if isinstance(issue, Issue) and is_held(issue):
            return issue
        pk = issue.pk if isinstance(issue, Issue) else issue
        if not is_unseen():
            self.select_for_update(no_key=True).only("pk").get(pk=pk)
        return self.select_related("community", "owner", "customer").get(pk=pk)

    def for_cards(self) -> IssueQuerySet:
        """With what a card shows beside the potato's own columns."""
        return self.select_related("community", "owner", "reporter", "customer", "post", "merged_into")


class Issue(models.Model):
    """A customer's problem. Exactly one active person, the owner, is accountable for it at any moment."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    description_html = models.TextField(blank=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="issues", verbose_name=_("community"))
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="issue")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="issues")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.MEDIUM)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.FLAGGED)
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="issues_reported")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="issues_owned")
    owned_since = models.DateTimeField()

    flagged_at = models.DateTimeField()
    flag_took = models.DurationField(null=True, help_text="from opening the form to sending it, where that is known")
    caught_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)

    status_before = models.CharField(max_length=12, choices=Status.choices, blank=True)
    waiting_for = models.CharField(max_length=12, choices=WaitingFor.choices, blank=True)
    waiting_until = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    waiting_reason = models.CharField(max_length=500, blank=True)

    heat = models.PositiveSmallIntegerField(default=0)
    heat_at = models.DateTimeField()
    heat_terms = models.JSONField(default=dict)
    bounces = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0))
    most_bounces = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0), db_default=Decimal(0))
    progress_at = models.DateTimeField(help_text="last progress; moved on by pauses")
    silence_since = models.DateTimeField(null=True, help_text="last news, or the catch; moved on by pauses")
    news_at = models.DateTimeField(null=True)
    next_news_due_at = models.DateTimeField(null=True)
    reopen_count = models.PositiveIntegerField(default=0)

    task_total = models.PositiveIntegerField(default=0)
    task_done = models.PositiveIntegerField(default=0)
    task_taken = models.PositiveIntegerField(default=0)
    task_live = models.PositiveIntegerField(default=0)
    effort_left = models.PositiveIntegerField(default=0, help_text="minutes")
    effort_total = models.PositiveIntegerField(default=0, help_text="minutes")
    customer_count = models.PositiveIntegerField(default=0)

    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_from")
    merged_at = models.DateTimeField(null=True)
    discard_reason = models.CharField(max_length=500, blank=True)
    discarded_at = models.DateTimeField(null=True)
    appeal_reason = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_rejected_at = models.DateTimeField(null=True)
    hunter_may_catch = models.BooleanField(default=False)

    client_uuid = models.UUIDField(null=True)
    source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("hot potato")
        verbose_name_plural = _("hot potatoes")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="issue_status_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="issue_severity_known"),
            models.CheckConstraint(condition=Q(heat__lte=100), name="issue_heat_range"),
            models.CheckConstraint(condition=Q(bounces__gte=0), name="issue_bounces_positive"),
            models.CheckConstraint(
                condition=~Q(status="waiting") | ~Q(waiting_for=""), name="issue_waits_for_something"
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | ~Q(status="merged") & Q(merged_into=None),
                name="issue_merged_somewhere",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="issue_merged_elsewhere"),
            models.CheckConstraint(
                condition=~Q(status__in=("resolved", "closed")) | Q(resolved_at__isnull=False), name="issue_resolved_at"
            ),
            models.CheckConstraint(condition=~Q(status="closed") | Q(closed_at__isnull=False), name="issue_closed_at"),
            models.UniqueConstraint(
                fields=["reporter", "client_uuid"], condition=Q(client_uuid__isnull=False), name="issue_sent_once"
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="issue_imported_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["status", "-heat", "-id"], name="issue_board"),
            models.Index(fields=["community", "status", "-heat", "-id"], name="issue_board_community"),
            models.Index(fields=["owner", "status", "-heat"], name="issue_owner"),
            models.Index(fields=["reporter", "-flagged_at"], name="issue_reporter"),
            models.Index(fields=["customer", "-flagged_at"], name="issue_customer"),
            models.Index(fields=["-flagged_at", "-id"], name="issue_new"),
            models.Index(fields=["external_id"], name="issue_external"),
            models.Index(
                fields=["-resolved_at", "-id"], name="issue_resolved", condition=Q(status__in=("resolved", "closed"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("issues:issue", args=[self.pk])

    @property
    def key(self) -> str:
        """The short key that people say and type."""
        return f"HP-{self.pk}"

    @property
    def stream(self) -> str:
        """Its live stream."""
        return f"i:{self.pk}"

    @property
    def dom_id(self) -> str:
        """The id of its card on a page."""
        return f"issue-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Somebody still has to move."""
        return self.status in OPEN

    @property
    def band(self) -> Band:
        """Warm, hot, burning or on fire."""
        return band(self.heat)

    @property
    def is_elephant(self) -> bool:
        """Big enough to need its recipe written down."""
        effort = dt.timedelta(minutes=self.effort_total)
        is_many = self.task_total >= count(self.community_id, Rule.ELEPHANT_BITES)
        return is_many or effort >= span(self.community_id, Rule.ELEPHANT_HOURS)

    @property
    def task_table(self) -> int:
        """Bites that nobody has taken yet."""
        return max(self.task_live - self.task_taken, 0)

    def is_news_late(self, moment: dt.datetime) -> bool:
        """Whether promised news is overdue at `moment`; while it waits the promise's clock stands."""
        clock = self.waiting_since if self.status == Status.WAITING and self.waiting_since else moment
        return bool(self.is_open and self.next_news_due_at and self.next_news_due_at < clock)


class Hunter(models.Model):
    """Someone who flagged a potato or joined it with "mine too", and the customer he speaks for."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="hunters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="hunted")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="hunters")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issue", "person", "customer"], name="hunter_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.person_id} hunts {self.issue_id}"

    def is_flag(self, issue: Issue) -> bool:
        """Whether this is the flag itself, and not a later "mine too"."""
        return self.person_id == issue.reporter_id and self.joined_at == issue.flagged_at


class IssueFollow(models.Model):
    """A person follows a potato."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="follows")
    person = models.ForeignKey(Person, models.CASCADE, related_name="issues_followed")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "issue"], name="issue_follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.issue_id}"


class IssueLink(models.Model):
    """A later potato points to the earlier one that it continues or resembles."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="links_out")
    other = models.ForeignKey(Issue, models.CASCADE, related_name="links_in")

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["issue", "other"], name="issue_link_once")]

    def __str__(self) -> str:
        return f"{self.issue_id} → {self.other_id}"


def ids_with_part_of(person: Person) -> RawSQL:
    """The ids of the potatoes the person has a part in, for an `__in`; each kind of part is found by its own index.

    It stands in nearly every statement, and composing it from five QuerySets costs more than the database's answer.
    """
    return RawSQL(WITH_PART, [person.pk] * 5)  # noqa: S611


def ids_followed_by(person: Person) -> RawSQL:
    """The ids of the potatoes the person follows, hunts or owns, for an `__in`."""
    return RawSQL(FOLLOWED, [person.pk] * 3)  # noqa: S611


WITH_PART = """
SELECT id FROM issues_issue WHERE owner_id = %s
UNION SELECT issue_id FROM issues_hunter WHERE person_id = %s
UNION SELECT issue_id FROM issues_task WHERE assignee_id = %s AND status IN ('taken', 'doing', 'review')
UNION SELECT issue_id FROM issues_task WHERE reviewer_id = %s AND status IN ('open', 'taken', 'doing', 'review')
UNION SELECT issue_id FROM issues_handoff WHERE offered_to_id = %s AND status = 'offered'
"""
FOLLOWED = """
SELECT id FROM issues_issue WHERE owner_id = %s
UNION SELECT issue_id FROM issues_issuefollow WHERE person_id = %s
UNION SELECT issue_id FROM issues_hunter WHERE person_id = %s
"""
