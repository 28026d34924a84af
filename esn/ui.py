"""The things that parts of a page are drawn from: small frozen values that views build and templates/ui/ shows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from django.utils.translation import pgettext

SIZES = ("XS", "S", "M", "L")
BAND_FLOORS = ((75, "on_fire"), (50, "burning"), (25, "hot"), (0, "warm"))


class Face(Protocol):
    """Whatever can be shown as an avatar: a Person, or a stand-in with these."""

    @property
    def pk(self) -> int: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Action:
    """One act offered on a card. A POST unless `method` is get; `pressed` is "true"/"false" for switches.

    `target` is the id of the element that the answer replaces; without it the page reloads.
    `fields` are hidden values sent along. `say` is read out instead of the label.
    On a card for nobody in particular the browser shows it `only` to the people of these ids, or to all `but` them;
    what it names `keep` is carried over from the card that stood there before.
    """

    label: str
    url: str
    icon: str = ""
    kind: Literal["primary", "plain", "ghost"] = "ghost"
    method: Literal["post", "get"] = "post"
    pressed: Literal["", "true", "false"] = ""
    count: int | None = None
    target: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    say: str = ""
    key: str = ""
    only: tuple[int, ...] = ()
    but: tuple[int, ...] = ()
    keep: str = ""


@dataclass(frozen=True)
class Link:
    """A tab, a filter chip or a segment: `current` is "page"/"true" for where one is."""

    label: str
    url: str
    count: int | None = None
    current: Literal["", "page", "true"] = ""
    icon: str = ""


@dataclass(frozen=True)
class Stage:
    """One step of the line Flagged, Caught, In progress, Resolved, Closed."""

    label: str
    note: str = ""
    state: Literal["past", "now", "ahead"] = "ahead"


@dataclass(frozen=True)
class HeatTerm:
    """One of the six bars: `share` 0 to 1, `points` what it adds, `facts` why, `weight` such as .30."""

    name: str
    share: float
    points: float
    facts: str
    weight: float


@dataclass(frozen=True)
class SideItem:
    """A line in a list beside the page; `heat_of` is the id of the potato whose `heat` it shows."""

    title: str
    url: str
    meta: str = ""
    heat: int | None = None
    heat_of: int | None = None
    size: str = ""
    person: Face | None = None
    action: Action | None = None


@dataclass(frozen=True)
class Bite:
    """A row of the outline: `state` proposed, open, taken, doing, review, blocked, done or cancelled."""

    id: int
    title: str
    url: str
    state: str
    size: str
    who: Face | None = None
    skills: str = ""
    why: str = ""
    actions: list[Action] = field(default_factory=list)
    children: list["Bite"] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    """A potato in a stream, a list or on the board; `latest` is safe HTML."""

    id: int
    key: str
    url: str
    title: str
    status: str
    heat: int
    total: int = 0
    done: int = 0
    taken: int = 0
    customer: str = ""
    tier: str = ""
    holder: Face | None = None
    watch: Face | None = None
    since: datetime | None = None
    news_due: datetime | None = None
    news_late: Literal["", "late"] = ""
    waits: str = ""
    latest: str = ""
    latest_at: datetime | None = None
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True)
class Tile:
    """A figure: `trend` are points of a sparkline 72 by 18, `about` its definition."""

    label: str
    value: str
    note: str = ""
    about: str = ""
    trend: str = ""


def band(heat: int | float) -> str:
    """The band of a heat: warm, hot, burning or on_fire."""
    return next((name for start, name in BAND_FLOORS if heat >= start), "warm")


def band_words() -> dict[str, str]:
    """The word of each band in the reader's language."""
    return {
        "warm": pgettext("heat of a potato", "warm"),
        "hot": pgettext("heat of a potato", "hot"),
        "burning": pgettext("heat of a potato", "burning"),
        "on_fire": pgettext("heat of a potato", "on fire"),
    }


def hue(number: int) -> int:
    """A person's drawn colour 1 to 8, the same for the same id."""
    return number * 5 % 8 + 1


def initials(name: str) -> str:
    """One or two capitals from a name."""
    parts = [part for part in name.replace("-", " ").split() if part[0].isalnum()]
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()
