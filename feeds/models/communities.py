"""Communities and who belongs to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person

COMPANY = "company"


class CommunityKind(models.TextChoices):
    """Who may see and join a community."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    SECRET = "secret", _("Secret")


class MembershipRole(models.TextChoices):
    """What a member may do in a community."""

    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")


READABLE_BY_MEMBER = "SELECT community_id FROM feeds_membership WHERE person_id = %s"
READABLE = f"SELECT id FROM feeds_community WHERE kind = 'open' OR id IN ({READABLE_BY_MEMBER})"  # noqa: S608


def ids_readable_by(person: Person) -> RawSQL:
    """The ids of the communities the person may read, for an `__in`: open ones and his own; a guest only his own.

    It stands in nearly every statement, and composing it from QuerySets costs more than the database's answer.
    """
    return RawSQL(READABLE_BY_MEMBER if person.is_guest else READABLE, [person.pk])  # noqa: S611


class CommunityQuerySet(models.QuerySet["Community"]):
    """Which communities?"""

    def of(self, person: Person) -> CommunityQuerySet:
        """Those the person is a member of."""
        return self.filter(memberships__person=person)

    def visible_to(self, person: Person) -> CommunityQuerySet:
        """Those whose existence the person may know: open and closed ones, and his own; a guest only his own."""
        mine = Q(pk__in=Membership.objects.filter(person=person).values("community_id"))
        if person.is_guest:
            return self.filter(mine)
        return self.filter(mine | ~Q(kind=CommunityKind.SECRET))

    def readable_by(self, person: Person) -> CommunityQuerySet:
        """Those whose posts and potatoes the person may read: open ones and his own; a guest only his own."""
        return self.filter(pk__in=ids_readable_by(person))

    def moderated_by(self, person: Person) -> CommunityQuerySet:
        """Those the person moderates."""
        return self.filter(memberships__person=person, memberships__role=MembershipRole.MODERATOR)

    def locked(self, community: Community) -> Community:
        """The row as it is now, held until the action ends; whoever changes members or settings holds it."""
        return self.select_for_update(no_key=True).get(pk=community.pk)


class Community(models.Model):
    """A group with a stream of its own; `company` is the network's own, with every employee and no guest."""

    slug = models.SlugField(_("address"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=CommunityKind.choices, default=CommunityKind.OPEN)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    is_announcement_only = models.BooleanField(_("only moderators post"), default=False)
    guests_may_help = models.BooleanField(
        _("guests may take bites"), default=False, help_text=_("Guests here may catch potatoes and take bites.")
    )
    epoch = models.PositiveIntegerField(default=0)
    is_opening = models.BooleanField(default=False)
    member_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now, editable=False)
    external_ref = models.CharField(max_length=120, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "communities"
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=CommunityKind.values), name="community_kind_known"),
            models.CheckConstraint(condition=~Q(slug=COMPANY) | Q(kind="open"), name="company_is_open"),
            models.UniqueConstraint(fields=["external_ref"], condition=~Q(external_ref=""), name="community_ref_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feeds:community", args=[self.slug])

    @property
    def stream(self) -> str:
        """Its live stream."""
        return f"c:{self.slug}"

    @property
    def board_stream(self) -> str:
        """Its part of the live board."""
        return f"b:{self.slug}"

    @property
    def is_company(self) -> bool:
        """The network's own: nobody leaves it."""
        return self.slug == COMPANY

    @property
    def is_open(self) -> bool:
        """Every employee may read it."""
        return self.kind == CommunityKind.OPEN

    @property
    def is_public(self) -> bool:
        """What is posted in it now is for every employee: it is open, or about to be."""
        return self.is_open or self.is_opening


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which memberships?"""

    def moderators(self) -> MembershipQuerySet:
        """Those of moderators whose account is active."""
        return self.filter(role=MembershipRole.MODERATOR, person__is_active=True)

    def longest_first(self) -> MembershipQuerySet:
        """By how long they have been in, each with the person."""
        return self.select_related("person").order_by("since", "id")

    def with_people(self) -> MembershipQuerySet:
        """Moderators first, then by name, each with the person."""
        return self.select_related("person").order_by("-role", "person__name", "person_id")


class Membership(models.Model):
    """A person belongs to a community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    since = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "community"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=MembershipRole.values), name="membership_role_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["community", "person"], name="members_of")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}"

    @property
    def is_moderator(self) -> bool:
        """May moderate here."""
        return self.role == MembershipRole.MODERATOR


class Invitation(models.Model):
    """A member was invited, or asks to be let in (`by` is the person himself); gone when answered."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, models.CASCADE, related_name="invitations_made")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "person"], name="invitation_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.community_id}"

    @property
    def is_request(self) -> bool:
        """Asked for by the person, rather than offered to him."""
        return self.by_id == self.person_id
