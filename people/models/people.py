"""Person: the user model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people.models.org import Absence, Team
from people.models.skills import PersonSkill

HANDLE = RegexValidator(
    r"^[a-z0-9][a-z0-9_.-]{1,29}\Z", _("2 to 30 small letters, figures, dots, dashes or underscores.")
)

MOST_WORDS = 6


class Role(models.TextChoices):
    """What an account may do in the whole network."""

    GUEST = "guest", _("Guest")
    EMPLOYEE = "employee", _("Employee")
    ADMIN = "admin", _("Administrator")


class PersonQuerySet(models.QuerySet["Person"]):
    """Which people?"""

    def locked(self, person: Person) -> Person:
        """The person's row as it is now, locked until the transaction ends."""
        return self.select_for_update(no_key=True).get(pk=person.pk)

    def active(self) -> PersonQuerySet:
        """Those who can log in and be accountable; ghosts of imports are not."""
        return self.filter(is_active=True, is_ghost=False)

    def visible_to(self, person: Person) -> PersonQuerySet:
        """Employees see everybody; a guest sees himself and those with whom he shares a community."""
        if not person.is_guest:
            return self
        mine = person.memberships.values("community_id")
        met = Person.objects.filter(memberships__community_id__in=mine).values("pk")
        return self.filter(Q(pk=person.pk) | Q(pk__in=met))

    def absent_at(self, moment: dt.datetime) -> PersonQuerySet:
        """Those whose absence covers `moment`."""
        return self.filter(pk__in=Absence.objects.covering(moment).values("person_id"))

    def matching(self, text: str) -> PersonQuerySet:
        """Those whose name, handle or title holds `text`, whatever its accents and capitals."""
        return self.filter(
            Q(name__unaccent__icontains=text) | Q(handle__icontains=text) | Q(title__unaccent__icontains=text)
        )

    def named(self, text: str) -> PersonQuerySet:
        """Those whose name or handle holds each word of `text`, whatever its accents and capitals."""
        found = self
        for word in text.replace("\0", " ").split()[:MOST_WORDS]:
            found = found.filter(Q(name__unaccent__icontains=word) | Q(handle__icontains=word))
        return found

    def matching_words(self, text: str) -> PersonQuerySet:
        """Those who fit each word of `text` by name, handle, title, place, team or skill."""
        found = self
        for word in text.replace("\0", " ").split()[:MOST_WORDS]:
            skilled = PersonSkill.objects.filter(skill__name__unaccent__icontains=word).values("person_id")
            found = found.filter(
                Q(name__unaccent__icontains=word)
                | Q(handle__icontains=word)
                | Q(title__unaccent__icontains=word)
                | Q(place__unaccent__icontains=word)
                | Q(team__name__unaccent__icontains=word)
                | Q(pk__in=skilled)
            )
        return found


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Makes accounts."""

    def create_user(self, handle: str, *, email: str = "", password: str | None = None, **fields: Any) -> Person:
        """A new account; without a password it can only be logged in by the company's login."""
        person: Person = self.model(handle=handle, email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, handle: str, *, email: str, password: str | None = None, **fields: Any) -> Person:
        """An administrator."""
        return self.create_user(handle, email=email, password=password, role=Role.ADMIN, **fields)


class Person(AbstractBaseUser):
    """Someone of the company, a guest of it, or the ghost of someone whom an import could not identify."""

    handle = models.CharField(_("handle"), max_length=30, unique=True, validators=[HANDLE])
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("team")
    )
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("manager")
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    photo = models.ImageField(_("photo"), upload_to="photos", blank=True)
    about = models.TextField(_("about"), blank=True, max_length=2000)
    is_hunter = models.BooleanField(_("hunter"), default=False, help_text=_("Goes out and wins customers."))
    appetite = models.PositiveSmallIntegerField(_("appetite"), default=3, help_text=_("How many open bites at a time."))
    is_suggestible = models.BooleanField(_("may be suggested as a helper"), default=True)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EMPLOYEE)
    is_active = models.BooleanField(_("active"), default=True)
    is_ghost = models.BooleanField(_("ghost of an import"), default=False)
    is_last_resort = models.BooleanField(_("last resort"), default=False)
    auth_epoch = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="person_email_once"),
            models.UniqueConstraint(
                fields=["is_last_resort"], condition=Q(is_last_resort=True), name="one_last_resort"
            ),
            models.CheckConstraint(condition=Q(is_last_resort=False) | Q(is_active=True), name="last_resort_active"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="person_role_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="person_name_trigram"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be this person's: another one after a new password or a new epoch."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Generator[str]:
        """The same under the keys that were used before."""
        return (self._session_hash(key) for key in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str) -> str:
        held = f"{self.password}:{self.auth_epoch}"
        return salted_hmac("people.session", held, secret=secret, algorithm="sha256").hexdigest()

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.handle])

    @property
    def is_guest(self) -> bool:
        """Only in the communities that invited him."""
        return self.role == Role.GUEST

    @property
    def is_admin(self) -> bool:
        """Settings and accounts, and no extra sight."""
        return self.role == Role.ADMIN

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open /admin/."""
        return self.is_admin

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """Django's admin asks this; there is one kind of administrator."""
        return self.is_active and self.is_admin

    def has_module_perms(self, _app: str) -> bool:
        """As has_perm."""
        return self.is_active and self.is_admin

    @property
    def tz(self) -> ZoneInfo:
        """The person's time zone."""
        return ZoneInfo(self.zone)

    @property
    def first_name(self) -> str:
        """What colleagues call them."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """One or two capitals to draw in place of a photo."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def photo_url(self) -> str:
        """Where the photo is served to those who may see the person; empty without one."""
        name = self.photo.name
        return f"{reverse('people:photo', args=[self.handle])}?v={name[-12:-4]}" if name else ""

    @property
    def stream(self) -> str:
        """The live stream of what concerns this person alone."""
        return f"u:{self.pk}"

    def absence_at(self, moment: dt.datetime) -> bool:
        """Whether they are away at `moment`."""
        return self.absences.filter(starts_at__lte=moment, ends_at__gt=moment).exists()
