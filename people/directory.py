"""Finding people: the directory with its facets, suggestions while typing, and one person's page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.lookups import Unaccent
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.lib.pages import Page, keyset
from esn.ui import Link
from people.models import Absence, Person, PersonSkill, Skill, Team

PAGE = 48
MOST_FACETS = 8
MOST_SUGGESTED = 8
ORDER = ("sort", "id")


@dataclass(frozen=True)
class Filters:
    """What the directory is narrowed to; team and skill are slugs."""

    q: str = ""
    team: str = ""
    skill: str = ""
    place: str = ""
    language: str = ""

    def url(self) -> str:
        """The directory's address with these filters."""
        chosen = {name: value for name, value in vars(self).items() if value}
        return reverse("people:list") + (f"?{urlencode(chosen)}" if chosen else "")


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list: its choices as links, the chosen one switches itself off."""

    label: str
    choices: list[Link]


def search(viewer: Person, filters: Filters, *, cursor: str | None = None, at: dt.datetime) -> Page[Person]:
    """The people whom the viewer may see and who fit the filters, by name whatever its accents."""
    people = _shown(_narrowed(viewer, filters), at)
    return keyset(
        people.annotate(sort=Lower(Unaccent(F("name")))), fields=ORDER, cursor=cursor, limit=PAGE, descending=False
    )


def facets(viewer: Person, filters: Filters) -> list[Facet]:
    """Teams, skills, places and languages among those found, the most frequent first. Four queries."""
    people = _narrowed(viewer, filters)
    teams = Team.objects.filter(people__in=people).values_list("slug", "name").annotate(n=Count("people"))
    skills = (
        Skill.objects.filter(person_skills__person__in=people)
        .values_list("slug", "name")
        .annotate(n=Count("person_skills"))
    )
    places = people.exclude(place="").order_by().values_list("place", "place").annotate(n=Count("id"))
    spoken = people.order_by().values_list("language").annotate(n=Count("id"))
    names = {code: str(name) for code, name in settings.LANGUAGES}
    return [
        _facet(_("Team"), filters, "team", _most(teams)),
        _facet(_("Skill"), filters, "skill", _most(skills)),
        _facet(_("Place"), filters, "place", _most(places)),
        _facet(_("Language"), filters, "language", [(code, names.get(code, code), n) for code, n in spoken]),
    ]


def suggest(viewer: Person, text: str, *, community: str = "") -> list[Person]:
    """Up to 8 people for a mention or a picker: members of `community` first, then who begins with `text`.

    Membership of a community that the viewer is not in orders nothing, so that it cannot be probed.
    """
    mine = viewer.memberships.filter(community__slug=community).values("community_id")
    here = Person.objects.filter(pk=OuterRef("pk"), memberships__community_id__in=mine)
    words = text.replace("\0", " ").strip().lstrip("@")
    people = Person.objects.active().visible_to(viewer).named(words)
    begins = Q(handle__istartswith=words) | Q(name__unaccent__istartswith=words)
    people = people.annotate(here=Exists(here), begins=_truth(begins if words else Q(pk=None)))
    return list(people.order_by("-here", "-begins", Lower(Unaccent(F("name"))), "id")[:MOST_SUGGESTED])


def visible(viewer: Person) -> QuerySet[Person]:
    """The people whose page the viewer may open, those who have left included."""
    return Person.objects.visible_to(viewer).select_related("team", "manager")


def open_absences(person: Person, *, at: dt.datetime) -> list[Absence]:
    """Those that are not over, the next first."""
    return list(person.absences.open_at(at).select_related("substitute")[:20])


def skills_of(person: Person) -> list[PersonSkill]:
    """What the person is good at, then what they learn."""
    return list(person.person_skills.select_related("skill").order_by("is_learning", "skill__name"))


def _narrowed(viewer: Person, filters: Filters) -> QuerySet[Person]:
    people = Person.objects.active().visible_to(viewer).matching_words(filters.q)
    if filters.team:
        people = people.filter(team__slug=filters.team)
    if filters.skill:
        people = people.filter(pk__in=PersonSkill.objects.filter(skill__slug=filters.skill).values("person_id"))
    if filters.place:
        people = people.filter(place=filters.place)
    if filters.language:
        people = people.filter(language=filters.language)
    return people


def _shown(people: QuerySet[Person], at: dt.datetime) -> QuerySet[Person]:
    away = Prefetch("absences", Absence.objects.covering(at), to_attr="away")
    skills = Prefetch("person_skills", PersonSkill.objects.select_related("skill"), to_attr="shown_skills")
    return people.select_related("team").prefetch_related(away, skills)


def _most(rows: QuerySet[Any, tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return list(rows.order_by("-n")[:MOST_FACETS])


def _facet(label: str, filters: Filters, name: str, rows: list[tuple[str, str, int]]) -> Facet:
    chosen = getattr(filters, name)
    if chosen and chosen not in [value for value, _label, _n in rows]:
        rows = [(chosen, chosen, 0), *rows]
    return Facet(label, [_choice(filters, name, *row) for row in rows])


def _choice(filters: Filters, name: str, value: str, label: str, count: int) -> Link:
    is_on = getattr(filters, name) == value
    other = replace(filters, **{name: "" if is_on else value})
    return Link(label, other.url(), count, "true" if is_on else "")


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
