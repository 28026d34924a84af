"""People and communities as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema

from api.schemas.common import Body, PersonRef, Text, built
from feeds.models import Community, Membership
from people.models import Person

Kind = Literal["open", "closed", "secret"]
MemberRole = Literal["member", "moderator"]


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

    @classmethod
    def of(cls, person: Person) -> PersonOut:
        """The person; team, manager and skills should be loaded."""
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
        )


class Me(Schema):
    """Who the token speaks for."""

    person: PersonOut
    scopes: list[str]


class CommunityOut(Schema):
    """A community; members and content only show to who may read it."""

    slug: str
    name: str
    kind: Kind
    description: str
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
