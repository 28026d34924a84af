"""What an event is: its name, who hears of it, which streams it touches, which fragments it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation

from esn.live.frames import RenderedFrame

T = TypeVar("T", bound=Model)
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Frame:
    """A fragment that a live stream carries: what every subscriber may see, never what one viewer is.

    `op` is add, put, del, rev (the `reader` loses the stream) or auth (the person's rights changed). The template is
    rendered once per language with what `context` returns, just before the commit.
    """

    stream: str
    op: str
    id: str
    template: str = ""
    context: Callable[[], dict[str, Any]] = dict
    author: int | None = None
    reader: int | None = None

    def render(self, languages: Iterable[str]) -> RenderedFrame:
        """The frame with its fragment in each of `languages`."""
        html: dict[str, str] = {}
        if self.template:
            context = self.context()
            for language in languages:
                with translation.override(language):
                    html[language] = render_to_string(self.template, context).strip()
        return RenderedFrame(self.stream, self.op, self.id, html, self.author, self.reader)


def _nothing(_thing: Any, _facts: Facts) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Event(Generic[T]):
    """Something that can happen to a `kind` of thing, declared once in the events.py of its app.

    `topics` are the live stream keys it touches, `audience` the ids of the people whom it concerns, `frames` the
    fragments that change on open pages. All three are asked while the action runs.
    """

    name: str
    kind: str
    topics: Callable[[T, Facts], Iterable[str]] = _nothing
    audience: Callable[[T, Facts], Iterable[int]] = _nothing
    frames: Callable[[T, Facts], Iterable[Frame]] = _nothing

    def __post_init__(self) -> None:
        declared[self.name] = self


declared: dict[str, Event[Any]] = {}


def plain(value: Any) -> Any:
    """A fact as JSON holds it: a model as its id, a time as RFC 3339, a decimal as a float."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return value
