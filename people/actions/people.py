"""Making and changing accounts and profiles, and letting them go."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from esn.activity.spine import action, record
from esn.lib.errors import Conflict, Forbidden, Refused
from people import arrivals, events, leaving, policies
from people.actions.following import follow, unfollow
from people.actions.skills import set_skills
from people.checks import check_handle, check_person
from people.models import Person, Role

__all__ = [
    "change_role",
    "create_person",
    "deactivate",
    "follow",
    "make_last_resort",
    "reactivate",
    "set_skills",
    "unfollow",
    "update_profile",
]

OWN = frozenset(
    {"name", "title", "place", "zone", "language", "about", "appetite", "is_suggestible", "shortcuts", "photo"}
)
ADMINS = OWN | {"email", "team", "manager", "is_hunter"}


@action
def create_person(
    *, by: Person | None, handle: str, name: str, email: str = "", role: str = Role.EMPLOYEE, **fields: Any
) -> Person:
    """A new account, by an administrator or (None) by a command; `password` may be among the fields.

    Raises Forbidden, or Refused with the field that cannot be kept.
    """
    policies.check_admin(by)
    password = fields.pop("password", None)
    person = Person(handle=handle.strip().lower(), name=name.strip(), email=email.strip().lower(), role=role, **fields)
    check_person(person, [field.name for field in Person._meta.fields if field.name not in ("id", "password")])
    check_handle(person.handle)
    person.set_password(password)
    try:
        person.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Somebody got this handle or address at the same moment."), "handle_taken") from None
    record(events.created, person, by=by, handle=person.handle, role=person.role)
    arrivals.tell(person)
    return person


@action
def update_profile(person: Person, *, by: Person | None, **fields: Any) -> Person:
    """Change what stands on a profile; team, manager, address and hunting are the administrators' to change.

    Raises Forbidden, or Refused with the field that cannot be kept.
    """
    policies.check_edit(by, person)
    _check_allowed(by, fields)
    kept: Person = Person.objects.locked(person)
    changed = [name for name, value in fields.items() if getattr(kept, name) != value]
    for name in changed:
        value = fields[name]
        setattr(kept, name, value.strip() if isinstance(value, str) else value)
    if "email" in changed:
        kept.email = kept.email.lower()
    check_person(kept, changed)
    if changed:
        kept.save(update_fields=changed)
        record(events.updated, kept, by=by, fields=sorted(changed))
    return kept


def _check_allowed(by: Person | None, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - ADMINS:
        raise Refused(_("This cannot be changed here."), field=min(unknown))
    if by is not None and not by.is_admin and fields.keys() - OWN:
        raise Forbidden(_("Only an administrator changes team, manager, address and role."))


@action
def change_role(person: Person, *, by: Person | None, role: str) -> Person:
    """Make the person a guest, an employee or an administrator.

    Raises Forbidden, Refused for an unknown role, Conflict if nobody could administer any more, or the last resort
    would become a guest.
    """
    policies.check_admin(by)
    kept: Person = Person.objects.locked(person)
    if role == kept.role:
        return kept
    if kept.is_last_resort and role == Role.GUEST:
        raise Conflict(_last_resort(kept), "last_resort")
    if kept.is_admin:
        _check_other_admin(kept)
    before, kept.role = kept.role, role
    check_person(kept, ["role"])
    kept.auth_epoch += 1
    kept.save(update_fields=["role", "auth_epoch"])
    kept.sessions.all().delete()
    record(events.role_changed, kept, by=by, before=before, role=role)
    leaving.tell(kept, by) if role == Role.GUEST else arrivals.tell(kept)
    return kept


@action
def deactivate(person: Person, *, by: Person | None) -> Person:
    """Let an account go: sessions and sockets end at once, and what the person holds moves on in the same transaction.

    Raises Forbidden, or Conflict for the last resort and the last administrator.
    """
    policies.check_admin(by)
    kept: Person = Person.objects.locked(person)
    if not kept.is_active:
        return kept
    if kept.is_last_resort:
        raise Conflict(_last_resort(kept), "last_resort")
    if kept.is_admin:
        _check_other_admin(kept)
    kept.is_active = False
    kept.auth_epoch += 1
    kept.save(update_fields=["is_active", "auth_epoch"])
    kept.sessions.all().delete()
    record(events.deactivated, kept, by=by)
    leaving.tell(kept, by)
    return kept


@action
def reactivate(person: Person, *, by: Person | None) -> Person:
    """Let an account come back; what it held stays where it went. Raises Forbidden."""
    policies.check_admin(by)
    kept: Person = Person.objects.locked(person)
    if not kept.is_active:
        kept.is_active = True
        kept.save(update_fields=["is_active"])
        record(events.reactivated, kept, by=by)
        arrivals.tell(kept)
    return kept


@action
def make_last_resort(person: Person, *, by: Person | None) -> Person:
    """Whatever nobody else can hold comes to this person, who cannot leave while named so; there is one.

    Raises Forbidden, or Conflict for a guest and for who has left.
    """
    policies.check_admin(by)
    kept: Person = Person.objects.locked(person)
    if not kept.is_active or kept.is_ghost or kept.is_guest:
        raise Conflict(_("%(name)s cannot be the last resort.") % {"name": kept.name})
    Person.objects.filter(is_last_resort=True).exclude(pk=kept.pk).update(is_last_resort=False)
    kept.is_last_resort = True
    kept.save(update_fields=["is_last_resort"])
    record(events.last_resort, kept, by=by)
    return kept


def _check_other_admin(person: Person) -> None:
    others = Person.objects.active().select_for_update(no_key=True).filter(role=Role.ADMIN).exclude(pk=person.pk)
    if not others.exists():
        raise Conflict(_("Somebody must administer; make another administrator first."), "last_admin")


def _last_resort(person: Person) -> str:
    sentence = _("%(name)s is the network's last resort; name somebody else first.")
    return sentence % {"name": person.name}
