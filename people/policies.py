"""Who may change what about a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.lib.errors import Forbidden
from people.models import Person


def may_edit(by: Person, person: Person) -> bool:
    """The profile: one's own, and an administrator any."""
    return by.is_active and (by.pk == person.pk or by.is_admin)


def may_send_away(by: Person, person: Person) -> bool:
    """An absence: one's own, one's reports', and an administrator any."""
    return may_edit(by, person) or (by.is_active and person.manager_id == by.pk)


def check_admin(by: Person | None) -> None:
    """Accounts are the administrators' business; `by` is None for commands of the server.

    Raises Forbidden.
    """
    if by is not None and not (by.is_active and by.is_admin):
        raise Forbidden(_("Only an administrator may do this."))


def check_edit(by: Person | None, person: Person) -> None:
    """Raises Forbidden if `by` may not edit the profile."""
    if by is not None and not may_edit(by, person):
        raise Forbidden(_("Only %(name)s and administrators may change this.") % {"name": person.name})


def check_send_away(by: Person, person: Person) -> None:
    """Raises Forbidden if `by` may not enter absences for the person."""
    if not may_send_away(by, person):
        raise Forbidden(_("Only %(name)s, their manager and administrators may do this.") % {"name": person.name})
