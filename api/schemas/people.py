"""People and communities as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.db.models import Prefetch, QuerySet
from ninja import Schema

from api.schemas.common import Body, Moment, PersonRef, Text, built, maybe
from esn.activity.clock import now
from feeds.models import Community, Membership
from people.models import Absence, Person

Kind = Literal["open", "closed", "secret"]
MemberRole = Literal["member", "moderator"]


class AbsenceOut(Schema):
    """Somebody is away, now or soon, and who stands in."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    substitute: PersonRef | None
    note: str

    @classmethod
    def of(cls, absence: Absence) -> AbsenceOut:
        """The absence; its substitute should be loaded."""
        return cls(
            id=absence.pk,
            starts_at=absence.starts_at,
            ends_at=absence.ends_at,
            substitute=maybe(absence.substitute),
            note=absence.note,
        )


class AbsenceIn(Body):
    """From when until when, who stands in (a handle), and why."""

    starts_at: Moment
    ends_at: Moment
    substitute: Text | None = None
    note: Text = ""


class PersonOut(PersonRef):
    """A person of the directory."""

    title: str
    team: str | None
    manager: PersonRef | None
    place: str
    zone: str
    language: str
    role: str
    is_hunter: bool
    is_active: bool
    skills: list[str]
    learning: list[str]
    absences: list[AbsenceOut]

    @classmethod
    def loaded(cls, people: QuerySet[Person]) -> QuerySet[Person]:
        """People with what their JSON shows."""
        away = Prefetch("absences", Absence.objects.open_at(now()).select_related("substitute"), to_attr="away")
        return people.select_related("team", "manager").prefetch_related("person_skills__skill", away)

    @classmethod
    def of(cls, person: Person) -> PersonOut:
        """The person as `loaded`."""
        away: list[Absence] = person.away  # type: ignore[attr-defined]
        skills = list(person.person_skills.all())
        return cls(
            id=person.pk,
            handle=person.handle,
            name=person.name,
            title=person.title,
            team=person.team.slug if person.team else None,
            manager=PersonRef.of(person.manager) if person.manager else None,
            place=person.place,
            zone=person.zone,
            language=person.language,
            role=person.role,
            is_hunter=person.is_hunter,
            is_active=person.is_active,
            skills=[one.skill.name for one in skills if not one.is_learning],
            learning=[one.skill.name for one in skills if one.is_learning],
            absences=[AbsenceOut.of(absence) for absence in away],
        )


class Me(Schema):
    """Who the token speaks for, and what he has set for himself: his appetite in open bites, whether he is ever shown
    as a helper.
    """

    person: PersonOut
    scopes: list[str]
    about: str
    appetite: int
    is_suggestible: bool
    shortcuts: bool


class CommunityOut(Schema):
    """A community; members and content only show to who may read it."""

    slug: str
    name: str
    kind: Kind
    description: str
    is_announcement_only: bool
    guests_may_help: bool
    member_count: int
    is_member: bool
    is_moderator: bool
    created: dt.datetime
    version: int

    @classmethod
    def of(cls, community: Community, membership: Membership | None) -> CommunityOut:
        """The community as somebody with this membership sees it."""
        return built(
            cls,
            slug=community.slug,
            name=community.name,
            kind=community.kind,
            description=community.description,
            is_announcement_only=community.is_announcement_only,
            guests_may_help=community.guests_may_help,
            member_count=community.member_count,
            is_member=membership is not None,
            is_moderator=membership is not None and membership.is_moderator,
            created=community.created,
            version=community.version,
        )


class CommunityIn(Body):
    """A new community."""

    name: Text
    slug: Text = ""
    kind: Kind = "open"
    description: Text = ""


class CommunityPatch(Body):
    """What changes; `version` is the one that was read."""

    name: Text | None = None
    kind: Kind | None = None
    description: Text | None = None
    is_announcement_only: bool | None = None
    guests_may_help: bool | None = None
    version: int | None = None


class MemberIn(Body):
    """The role of a member."""

    role: MemberRole = "member"


class MemberOut(Schema):
    """A member and his role."""

    person: PersonRef
    role: MemberRole
    since: dt.datetime

    @classmethod
    def of(cls, membership: Membership) -> MemberOut:
        """The membership; its person should be loaded."""
        return built(cls, person=PersonRef.of(membership.person), role=membership.role, since=membership.since)
