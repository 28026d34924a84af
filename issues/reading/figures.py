"""What a figure is: a spread of times with its histogram, or a share of a whole, each with its definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from esn import moments

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
QUICK = (5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR)
SLOW = (HOUR, 4 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY)
SECOND = dt.timedelta(seconds=1)
AT_ONCE = (15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE)
EDGES = {"flag": AT_ONCE, "release": QUICK, "split": QUICK, "news": QUICK, "resolve": SLOW, "taken": SLOW}


def length(time: dt.timedelta) -> str:
    """A length of time in words, below a minute in seconds."""
    if dt.timedelta() < time < MINUTE:
        return f"{round(time.total_seconds())}\u00a0{pgettext('short for seconds', 's')}"
    return moments.span(time)


@dataclass(frozen=True)
class Bin:
    """How many potatoes took more than `above` and at most `below`; the last one has no end."""

    above: dt.timedelta
    below: dt.timedelta | None
    count: int

    @property
    def label(self) -> str:
        """Its end in words."""
        return length(self.below) if self.below else _("more")

    @property
    def about(self) -> str:
        """Its range in words."""
        if self.below:
            return _("up to %(time)s") % {"time": length(self.below)}
        return _("more than %(time)s") % {"time": length(self.above)}

    def holds(self, length: dt.timedelta | None) -> bool:
        """Whether this length of time falls into it."""
        return length is not None and self.above < length and (self.below is None or length <= self.below)


def bins(edges: Sequence[dt.timedelta], counts: Sequence[int]) -> list[Bin]:
    """The bins of `counts`, one more than there are edges."""
    ends: list[dt.timedelta | None] = [*edges, None]
    starts = [-DAY, *edges]
    return [Bin(above, below, count) for above, below, count in zip(starts, ends, counts, strict=True)]


@dataclass(frozen=True)
class Spread:
    """A length of time over many potatoes or bites: its median, its ninetieth percentile, how many, and all in bins."""

    name: str
    label: str
    about: str
    median: dt.timedelta | None
    p90: dt.timedelta | None
    count: int
    bins: list[Bin] = field(default_factory=list)
    weeks: list[float] = field(default_factory=list)
    counts: Literal["potatoes", "bites"] = "potatoes"

    @property
    def unit(self) -> str:
        """What it counts, as a heading."""
        return _("Bites") if self.counts == "bites" else _("Potatoes")

    @property
    def over(self) -> str:
        """Over how many, in words."""
        if self.counts == "bites":
            words = ngettext("for half of %(count)s bite", "for half of %(count)s bites", self.count)
        else:
            words = ngettext("for half of %(count)s potato", "for half of %(count)s potatoes", self.count)
        return words % {"count": self.count}

    @property
    def value(self) -> str:
        """The median in words."""
        return length(self.median) if self.median is not None else "–"

    @property
    def note(self) -> str:
        """The slow tenth in words."""
        if self.p90 is None:
            return _("nothing to count yet")
        return _("nine in ten %(time)s") % {"time": length(self.p90)}


@dataclass(frozen=True)
class Part:
    """A share over the potatoes that were flagged in the week from `day` on."""

    day: dt.date
    part: float
    whole: float

    @property
    def per_cent(self) -> float | None:
        """In per cent, if there is anything to share."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Share:
    """A part of a whole, both counted; and the same week by week."""

    name: str
    label: str
    about: str
    part: float
    whole: float
    parts: list[Part] = field(default_factory=list)

    @property
    def weeks(self) -> list[float]:
        """The weeks in per cent, those with nothing to count left out."""
        return [one.per_cent for one in self.parts if one.per_cent is not None]

    @property
    def value(self) -> str:
        """The share in per cent."""
        return f"{round(100 * self.part / self.whole)}\u00a0%" if self.whole else "–"

    @property
    def note(self) -> str:
        """Both numbers."""
        if not self.whole:
            return _("nothing to count yet")
        return _("%(part)s of %(whole)s") % {"part": round(self.part), "whole": round(self.whole)}


@dataclass(frozen=True)
class Insights:
    """All figures of a period."""

    spreads: list[Spread]
    shares: list[Share]
    bands: list[tuple[int, int]]


def trend(weeks: Sequence[float]) -> str:
    """The points of a sparkline of 72 by 18, empty where there is no line to draw."""
    if len(weeks) < 2:
        return ""
    least, most = min(weeks), max(weeks)
    wide, high = 72 / (len(weeks) - 1), (most - least) or 1
    points = [(round(at * wide, 1), round(18 - 18 * (value - least) / high, 1)) for at, value in enumerate(weeks)]
    return " ".join(f"{x},{y}" for x, y in points) if any(a != b for a, b in pairwise(weeks)) else ""
