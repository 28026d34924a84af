"""The pieces that every schema is made of: strict bodies, checked text, people, pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Annotated, Any, Generic, TypeVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from esn.lib.errors import Refused
from esn.lib.pages import Page
from people.models import Person

MOST_LISTED = 200
"""How much one list in a body takes."""
T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S", bound=Schema)


def _clean(value: str) -> str:
    """Raise ValueError for U+0000 and lone surrogates, which no text in the database can hold."""
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("Characters U+0000 and lone surrogates cannot be stored.")
    return value


def _aware(value: dt.datetime) -> dt.datetime:
    """A time without a zone is UTC."""
    return value if timezone.is_aware(value) else value.replace(tzinfo=dt.UTC)


def _by_the_clock(value: dt.time) -> dt.time:
    """Raise ValueError for a time with an offset: it is read by the clock of the person or place that it is said of."""
    if value.tzinfo is not None:
        raise ValueError("A time of day has no offset: it is read by the clock of whom it is said of.")
    return value


Text = Annotated[str, AfterValidator(_clean)]
Moment = Annotated[dt.datetime, AfterValidator(_aware)]
Clock = Annotated[dt.time, AfterValidator(_by_the_clock)]


class Body(Schema):
    """What is sent: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Empty(Body):
    """Nothing."""


class Paging(Schema):
    """Where in a list, and how much of it."""

    limit: int = Field(50, ge=1, le=200)
    cursor: Text | None = None


class PersonRef(Schema):
    """A person, wherever one appears."""

    id: int
    handle: str
    name: str

    @classmethod
    def of(cls, person: Person) -> PersonRef:
        """The person in short."""
        return cls(id=person.pk, handle=person.handle, name=person.name)


def built(schema: type[S], **values: Any) -> S:
    """A schema of values that the database holds to their choices, though their columns are plain text."""
    return schema(**values)


def maybe(person: Person | None) -> PersonRef | None:
    """The person in short, if there is one."""
    return PersonRef.of(person) if person else None


class Items(Schema, Generic[T]):
    """A list that is whole."""

    items: list[T]


class Listing(Schema, Generic[T]):
    """A page of a list; `next` is the cursor of the one after, null at the end."""

    items: list[T]
    next: str | None


def listing(page: Page[R], build: Callable[[R], Any]) -> dict[str, Any]:
    """A page as it is answered."""
    return {"items": [build(item) for item in page.items], "next": page.next}


def items(rows: Iterable[R], build: Callable[[R], Any]) -> dict[str, Any]:
    """A whole list as it is answered."""
    return {"items": [build(row) for row in rows]}


def sent(body: Schema, *, nullable: Collection[str] = ()) -> dict[str, Any]:
    """The fields that really were in the body. Raises Refused for null where something must stand."""
    fields = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    for name, value in fields.items():
        if value is None and name not in nullable:
            raise Refused(_("This cannot be null."), field=name)
    return fields


Request = HttpRequest
