"""Setting and removing one's photo."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction

from esn.activity.spine import action, record
from people import events, policies
from people.actions.people import update_profile
from people.models import Person
from people.photos import portrait


@action
def present(
    person: Person, *, by: Person, photo: IO[bytes] | None = None, without_photo: bool = False, **fields: Any
) -> None:
    """Change profile and photo together, or nothing. Raises what update_profile and set_photo raise."""
    update_profile(person, by=by, **fields)
    if photo is not None:
        set_photo(person, by=by, file=photo)
    elif without_photo:
        remove_photo(person, by=by)


@action
def set_photo(person: Person, *, by: Person | None, file: IO[bytes]) -> Person:
    """Show this picture, cut to a square. Raises Forbidden, or Refused for what is no picture."""
    policies.check_edit(by, person)
    kept: Person = Person.objects.locked(person)
    _forget_file(kept)
    picture = portrait(file)
    kept.photo.save(picture.name or "", picture, save=False)
    kept.save(update_fields=["photo"])
    record(events.updated, kept, by=by, fields=["photo"])
    return kept


@action
def remove_photo(person: Person, *, by: Person | None) -> None:
    """Show initials again. Raises Forbidden."""
    policies.check_edit(by, person)
    kept: Person = Person.objects.locked(person)
    if kept.photo:
        _forget_file(kept)
        kept.photo = ""
        kept.save(update_fields=["photo"])
        record(events.updated, kept, by=by, fields=["photo"])


def _forget_file(person: Person) -> None:
    if name := person.photo.name:
        transaction.on_commit(lambda: default_storage.delete(name))
