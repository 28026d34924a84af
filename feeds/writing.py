"""Turning what was written into what is shown: HTML, tags, and whom it mentions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from esn.lib.errors import Refused
from esn.lib.text import MAX_BODY, check_text, handles_in, render
from people.models import Person


@dataclass(frozen=True)
class Written:
    """A body, checked and rendered; `mentioned` holds the ids of active people."""

    body: str
    html: str
    tags: list[str]
    mentioned: list[int]
    first_mentioned: int | None = None


def write(body: str) -> Written:
    """Check and render a body. Raises Refused for an empty one, a too long one, or one that is not text."""
    body = check_text(body, most=MAX_BODY, name="body").strip()
    if not body:
        raise Refused(_("Write something first."), "blank", "body")
    people = {person.handle: person for person in Person.objects.active().filter(handle__in=handles_in(body))}
    rendered = render(body, people={handle: person.get_absolute_url() for handle, person in people.items()})
    mentioned = sorted(people[handle].pk for handle in rendered.handles)
    first = min(rendered.handles, key=body.lower().find, default=None)
    return Written(body, rendered.html, sorted(rendered.tags), mentioned, people[first].pk if first else None)
