"""What can happen to a person, and who hears of it."""

from __future__ import annotations

from esn.activity.events import Event, Facts, Frame
from people.models import Person

AUTH = "auth"


def rights_changed(person: Person, _facts: Facts) -> list[Frame]:
    """Every socket of the person looks again at what it may read, and closes if that is nothing."""
    return [Frame(stream=person.stream, op=AUTH, id="")]


def _own(person: Person, _facts: Facts) -> list[str]:
    return [person.stream]


created = Event[Person](name="person.created", kind="person", topics=_own)
updated = Event[Person](name="person.updated", kind="person", topics=_own)
role_changed = Event[Person](name="person.role_changed", kind="person", topics=_own, frames=rights_changed)
deactivated = Event[Person](name="person.deactivated", kind="person", topics=_own, frames=rights_changed)
reactivated = Event[Person](name="person.reactivated", kind="person", topics=_own)
last_resort = Event[Person](name="person.last_resort", kind="person", topics=_own)
invited = Event[Person](name="person.invited", kind="person", topics=_own)
signed_out = Event[Person](name="person.signed_out", kind="person", topics=_own, frames=rights_changed)
password_asked = Event[Person](name="person.password_asked", kind="person", topics=_own)
absent = Event[Person](name="person.absent", kind="person", topics=_own)
back = Event[Person](name="person.back", kind="person", topics=_own)
followed = Event[Person](
    name="person.followed", kind="person", topics=_own, audience=lambda person, _facts: [person.pk]
)
unfollowed = Event[Person](name="person.unfollowed", kind="person", topics=_own)
