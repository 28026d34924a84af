"""What a digest is made of: sections plug in here, each finding its rows for one person and one stretch of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from people.models import Person


@dataclass(frozen=True)
class Window:
    """For whom, and of which stretch of time; what is a state rather than a happening is told as it is at the end."""

    person: Person
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True)
class Pieces:
    """The elephant of a row: bites in all, eaten, being eaten."""

    total: int
    done: int
    taken: int


@dataclass(frozen=True)
class Row:
    """One thing: `kind` and `id` say what must still be visible when the mail goes out."""

    kind: str
    id: int
    title: str
    url: str
    meta: str = ""
    note: str = ""
    heat: int | None = None
    pieces: Pieces | None = None
    button: str = ""


@dataclass(frozen=True)
class Found:
    """The rows that are shown, and how many more there are."""

    rows: list[Row] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.rows) + self.more


@dataclass(frozen=True)
class Section:
    """A part of the digest; `headline` puts what was found into a few words for the subject."""

    name: str
    title: str | Promise
    find: Callable[[Window, int], Found]
    headline: Callable[[Found], str]
    limit: int = 5


sections: list[Section] = []


def register(section: Section) -> None:
    """Add a section at the end; called when the app is ready."""
    sections.append(section)
