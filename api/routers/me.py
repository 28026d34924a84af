"""Whom the token speaks for."""

from api.auth import person_of, scopes_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.people import Me, PersonOut
from people.models import Person

routes = Routes("me")


@routes.get("/me", Me)
def me(request: Request) -> Me:
    """The caller and the scopes of his token."""
    rows = PersonOut.loaded(Person.objects.all())
    return Me(person=PersonOut.of(rows.get(pk=person_of(request).pk)), scopes=list(scopes_of(request)))
