"""How people come in: invitations, passwords, and the logins that are open."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, plant, record
from esn.lib.errors import Conflict, Forbidden
from people import events, policies
from people.actions.people import create_person
from people.models import Person


@action
def bring_in(*, by: Person, **fields: Any) -> Person:
    """Make an account and invite its person. Raises what create_person and invite raise."""
    person = create_person(by=by, **fields)
    invite(person, by=by)
    return person


@action
def invite(person: Person, *, by: Person | None) -> None:
    """Send the person a link by which they choose a password; asking again sends a new one.

    Raises Forbidden, or Conflict for who has no address or has left.
    """
    policies.check_admin(by)
    if not person.email:
        raise Conflict(_("%(name)s has no e-mail address.") % {"name": person.name}, "no_address")
    if not person.is_active:
        raise Conflict(_("%(name)s has left.") % {"name": person.name}, "inactive")
    record(events.invited, person, by=by)
    plant("people.letter", key=f"invitation:{person.pk}", due_at=now(), person=person.pk, letter="invitation")


@action
def ask_for_password(person: Person) -> None:
    """Somebody who may be this person has forgotten the password: send a link to the address we know."""
    record(events.password_asked, person, by=None)
    plant("people.letter", key=f"password:{person.pk}", due_at=now(), person=person.pk, letter="password")


@action
def set_password(person: Person, *, by: Person | None, password: str) -> Person:
    """A new password ends every login of the person but the one that changes it. Raises Forbidden."""
    policies.check_edit(by, person)
    kept: Person = Person.objects.locked(person)
    kept.set_password(password)
    kept.save(update_fields=["password"])
    kept.sessions.all().delete()
    record(events.signed_out, kept, by=by)
    return kept


@action
def sign_out_elsewhere(person: Person, *, by: Person, keep: str) -> int:
    """End every login of the person but the session `keep`; returns how many ended. Raises Forbidden for others'."""
    if by.pk != person.pk:
        raise Forbidden(_("Only %(name)s may do this.") % {"name": person.name})
    ended, _by_table = person.sessions.exclude(session_key=keep).delete()
    if ended:
        record(events.signed_out, person, by=by)
    return ended
