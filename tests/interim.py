"""Communities and the watch as rows, until their actions stand."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from feeds.models import Community, Membership
from issues.models import Watch
from people.models import Person, Role


class communities:  # noqa: N801 stands in for the module of that name
    @staticmethod
    def ensure_company() -> Community:
        company, _new = Community.objects.get_or_create(slug="company", defaults={"name": "Company"})
        for person in Person.objects.exclude(role=Role.GUEST):
            communities.add_member(company, by=person, person=person)
        return company

    @staticmethod
    def create_community(*, by: Person, name: str, kind: str = "open", slug: str = "") -> Community:
        made = Community.objects.create(slug=slug or slugify(name), name=name, kind=kind)
        Membership.objects.create(community=made, person=by, role="moderator")
        return made

    @staticmethod
    def add_member(community: Community, *, by: Person, person: Person) -> None:
        Membership.objects.get_or_create(community=community, person=person)
        community.member_count = community.memberships.count()
        community.save()

    @staticmethod
    def set_role(community: Community, *, by: Person, person: Person, role: str) -> None:
        Membership.objects.filter(community=community, person=person).update(role=role)


class watch:  # noqa: N801
    @staticmethod
    def set_watch(community: Community, *, by: Person, person: Person) -> None:
        Watch.objects.update_or_create(community=community, defaults={"person": person, "since": timezone.now()})


class customers:  # noqa: N801
    @staticmethod
    def create_customer(*, by: Person, **fields: Any) -> Any:
        raise NotImplementedError


class potatoes:  # noqa: N801
    @staticmethod
    def flag(*, by: Person, **fields: Any) -> Any:
        raise NotImplementedError
