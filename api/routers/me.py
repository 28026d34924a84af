"""Whom the token speaks for, and what he says of himself."""

from api.auth import person_of, scopes_of
from api.routing import Routes
from api.schemas.common import Request, sent
from api.schemas.people import Me, PersonOut
from api.schemas.wishes import MePatch
from people.actions.people import update_profile
from people.models import Person

routes = Routes("me")


@routes.get("/me", Me)
def me(request: Request) -> Me:
    """The caller and the scopes of his token."""
    rows = PersonOut.loaded(Person.objects.all())
    person = rows.get(pk=person_of(request).pk)
    own = {name: getattr(person, name) for name in ("about", "appetite", "is_suggestible", "shortcuts")}
    return Me(person=PersonOut.of(person), scopes=list(scopes_of(request)), **own)


@routes.patch("/me", Me)
def update(request: Request, body: MePatch) -> Me:
    """Change one's own profile, appetite and language."""
    by = person_of(request)
    update_profile(by, by=by, **sent(body))
    return me(request)
