"""People."""

from typing import Any

from django.db.models import QuerySet
from ninja import Query

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request, Text, listing
from api.schemas.people import PersonOut
from esn.lib.pages import keyset
from people.models import Person

routes = Routes("people")


class Filters(Paging):
    """Whom to list: a word of the name, a skill, a team's slug."""

    q: Text = ""
    skill: Text = ""
    team: Text = ""


def _loaded(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.select_related("team", "manager").prefetch_related("person_skills__skill")


@routes.get("/people", Listing[PersonOut])
def people(request: Request, filters: Query[Filters]) -> dict[str, Any]:
    """The active people that the caller may see."""
    rows = Person.objects.visible_to(person_of(request)).filter(is_active=True, is_ghost=False)
    if filters.q:
        rows = rows.matching(filters.q)
    if filters.skill:
        rows = rows.filter(person_skills__skill__name__iexact=filters.skill)
    if filters.team:
        rows = rows.filter(team__slug=filters.team)
    page = keyset(_loaded(rows), fields=("id",), cursor=filters.cursor, limit=filters.limit, descending=False)
    return listing(page, PersonOut.of)


@routes.get("/people/{handle}", PersonOut)
def person(request: Request, handle: str) -> PersonOut:
    """One person."""
    return PersonOut.of(_loaded(Person.objects.filter(pk=finding.person(request, handle).pk)).get())
