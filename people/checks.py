"""Whether what was entered about a person can be kept; a sentence if not."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from esn.lib.errors import Refused
from esn.lib.text import check_text
from people.models import Person

RESERVED = frozenset({"all", "everyone", "invite", "me", "org", "potluck", "suggest"})
MOST_LEVELS = 50
LONGEST = 2000
MOST_APPETITE = 20


def check_person(person: Person, fields: Collection[str]) -> None:
    """Raises Refused, under the field's name, for the first of `fields` whose value cannot be kept."""
    for name in fields:
        value = getattr(person, name)
        if isinstance(value, str):
            setattr(person, name, check_text(value, most=_longest(name), name=name))
    try:
        person.clean_fields(exclude=[field.name for field in Person._meta.fields if field.name not in fields])
    except ValidationError as trouble:
        field, sentences = next(iter(trouble.message_dict.items()))
        raise Refused(sentences[0], field=field) from None
    _check_values(person, fields)


def _check_values(person: Person, fields: Collection[str]) -> None:
    if "name" in fields and not person.name.strip():
        raise Refused(_("Everybody has a name."), field="name")
    if "zone" in fields and person.zone not in available_timezones():
        raise Refused(_("This time zone is unknown."), field="zone")
    if "appetite" in fields and not 0 <= person.appetite <= MOST_APPETITE:
        raise Refused(_("An appetite is from 0 to %(most)d bites.") % {"most": MOST_APPETITE}, field="appetite")
    if "email" in fields:
        _check_email(person)
    if "manager" in fields:
        _check_manager(person)


def _longest(name: str) -> int:
    return getattr(Person._meta.get_field(name), "max_length", None) or LONGEST


def check_handle(handle: str) -> None:
    """Raises Refused if somebody bears the handle, or it means something else."""
    if handle in RESERVED or Person.objects.filter(handle=handle).exists():
        raise Refused(_("Somebody already has this handle."), "handle_taken", "handle")


def _check_email(person: Person) -> None:
    others = Person.objects.filter(email__iexact=person.email).exclude(pk=person.pk)
    if person.email and others.exists():
        raise Refused(_("Somebody already has this e-mail address."), "email_taken", "email")


def _check_manager(person: Person) -> None:
    above, levels = person.manager, 0
    while above is not None and levels < MOST_LEVELS:
        if above.pk == person.pk:
            raise Refused(_("This would make %(name)s their own manager.") % {"name": person.name}, field="manager")
        above, levels = above.manager, levels + 1
