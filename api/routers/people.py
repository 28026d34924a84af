"""People."""

from typing import Any

from ninja import Query

from api import finding
from api.auth import check_admin, person_of
from api.routers.posts import person_named
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request, Text, listing
from api.schemas.people import AbsenceIn, PersonOut
from esn.lib.pages import keyset
from people.actions import absences as acting
from people.actions import people as accounts
from people.models import Person

routes = Routes("people")


class Filters(Paging):
    """Whom to list: a word of the name, a skill, a team's slug."""

    q: Text = ""
    skill: Text = ""
    team: Text = ""


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
    page = keyset(PersonOut.loaded(rows), fields=("id",), cursor=filters.cursor, limit=filters.limit, descending=False)
    return listing(page, PersonOut.of)


@routes.get("/people/{handle}", PersonOut)
def person(request: Request, handle: str) -> PersonOut:
    """One person."""
    return _out(finding.person(request, handle))


def _out(person: Person) -> PersonOut:
    return PersonOut.of(PersonOut.loaded(Person.objects.filter(pk=person.pk)).get())


@routes.post("/people/{handle}/absences", PersonOut, status=201)
def go_away(request: Request, handle: str, body: AbsenceIn) -> PersonOut:
    """Say that somebody is away, and who stands in: oneself, one's team's manager or an administrator may."""
    found, by, said = finding.person(request, handle), person_of(request), body.model_dump()
    said["substitute"] = person_named(by, body.substitute, "substitute")
    acting.start_absence(found, by=by, **said)
    return _out(found)


@routes.delete("/people/{handle}/absences/{absence_id}")
def come_back(request: Request, handle: str, absence_id: int) -> None:
    """Be back early, or give the plan up."""
    found = finding.person(request, handle)
    acting.end_absence(finding.numbered(found.absences.all(), absence_id), by=person_of(request))


@routes.post("/people/{handle}/deactivate", PersonOut)
def deactivate(request: Request, handle: str) -> PersonOut:
    """Let an account go; what the person holds moves on at once. Administrators may, by a token of that scope."""
    found = finding.person(request, handle)
    check_admin(request)
    accounts.deactivate(found, by=person_of(request))
    return _out(found)


@routes.post("/people/{handle}/reactivate", PersonOut)
def reactivate(request: Request, handle: str) -> PersonOut:
    """Let an account come back; what it held stays where it went. Administrators may, by a token of that scope."""
    found = finding.person(request, handle)
    check_admin(request)
    accounts.reactivate(found, by=person_of(request))
    return _out(found)
