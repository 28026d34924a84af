"""Where the bars of a chart stand; the pictures are drawn on the server, and each has its table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from esn import moments, ui
from issues.reading.figures import Share, Spread
from issues.reading.groups import Month
from issues.reading.opened import HEATS, Week

WIDE, HIGH, LEFT, TOP = 1080, 150, 30, 15
SMALL_WIDE, SMALL_HIGH, SMALL_TOP = 440, 120, 20


@dataclass(frozen=True)
class Bar:
    """A rectangle, its label below it, and its band or class."""

    x: float
    y: float
    width: float
    height: float
    look: str = ""
    label: str = ""

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Line:
    """A line of the axis, or one that marks a figure."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """What the picture shows; its bars stand on `base`."""

    bars: list[Bar]
    lines: list[Line]
    labels: list[Line]
    base: float = SMALL_HIGH


def stacked(weeks: Sequence[Week]) -> Chart:
    """A column a week, warm at the bottom and on fire on top; a week that was not counted by heat is plain."""
    most = _round_up(max((week.total for week in weeks), default=0))
    step = (WIDE - LEFT - 10) / max(len(weeks), 1)
    width = round(min(step * 0.55, 48), 1)
    every = -(-len(weeks) // 14)
    bars: list[Bar] = []
    labels: list[Line] = []
    for at, week in enumerate(weeks):
        x = round(LEFT + at * step + (step - width) / 2, 1)
        bars += _pile(week, x, width, (HIGH - TOP) / most)
        if at % every == 0:
            labels.append(Line(round(x + width / 2, 1), _day(week.day)))
    return Chart(bars, [_axis(most * part / 2, most) for part in range(3)], labels)


def _pile(week: Week, x: float, width: float, scale: float) -> list[Bar]:
    bars, y = [], float(HIGH)
    for look, count in [*((ui.band(floor), week.bands.get(floor, 0)) for floor in HEATS), ("none", week.uncounted)]:
        if count:
            y -= count * scale
            bars.append(Bar(x, round(y, 1), width, round(max(count * scale - 1.5, 0.5), 1), look))
    return bars


def _round_up(most: int) -> int:
    """The lowest even, round number that is not below `most`."""
    for size in (2, 4, 10, 20, 40, 60, 80, 100, 200, 400, 600, 800, 1000, 2000, 4000, 10_000, 20_000, 40_000, 100_000):
        if most <= size:
            return size
    return most + most % 2


def _axis(value: float, most: int) -> Line:
    return Line(round(HIGH - (HIGH - TOP) * value / most, 1), f"{value:g}")


def _day(day: dt.date) -> str:
    return moments.day(day, today=timezone.localdate()) if day.day < 8 else str(day.day)


def histogram(spread: Spread) -> Chart:
    """A column a bin; the one with the median is dark, and p90 is a dashed line."""
    most = max((one.count for one in spread.bins), default=0) or 1
    step = (SMALL_WIDE - 20) / max(len(spread.bins), 1)
    bars = []
    for at, one in enumerate(spread.bins):
        height = round((SMALL_HIGH - SMALL_TOP) * one.count / most, 1)
        look = "" if one.holds(spread.median) else "soft"
        bars.append(Bar(round(12 + at * step, 1), SMALL_HIGH - height, round(step - 4, 1), height, look, one.label))
    return Chart(bars, _slow(spread, step), [])


def weekly(share: Share) -> Chart:
    """A column a week, as high as its share; the axis is the whole."""
    step = (SMALL_WIDE - 20) / max(len(share.parts), 1)
    every = -(-len(share.parts) // 8) or 1
    bars = []
    for at, one in enumerate(share.parts):
        height = round((SMALL_HIGH - SMALL_TOP) * (one.per_cent or 0) / 100, 1)
        label = moments.day(one.day, today=timezone.localdate()) if at % every == 0 else ""
        bars.append(Bar(round(12 + at * step, 1), SMALL_HIGH - height, round(min(step - 4, 48), 1), height, "", label))
    return Chart(bars, [], [])


def columns(counts: Sequence[tuple[str, int]]) -> Chart:
    """A column for each label and how many there are of it."""
    most = max((count for _label, count in counts), default=0) or 1
    step = (SMALL_WIDE - 20) / max(len(counts), 1)
    bars = []
    for at, (label, count) in enumerate(counts):
        height = round((SMALL_HIGH - SMALL_TOP) * count / most, 1)
        bars.append(Bar(round(12 + at * step, 1), SMALL_HIGH - height, round(step - 4, 1), height, "", label))
    return Chart(bars, [], [])


def monthly(months: Sequence[Month]) -> Chart:
    """A column a month, up for time given back, down and soft where hunters did more themselves."""
    nets = [month.given.net for month in months]
    most, least = max([0, *nets]), min([0, *nets])
    scale = (SMALL_HIGH - SMALL_TOP) / ((most - least) or 1)
    base = round(SMALL_HIGH + least * scale, 1)
    step = (SMALL_WIDE - 20) / max(len(months), 1)
    every = -(-len(months) // 8) or 1
    bars = []
    for at, (month, net) in enumerate(zip(months, nets, strict=True)):
        height = round(abs(net) * scale, 1)
        top = base - height if net > 0 else base
        label = date_format(month.first, "M") if at % every == 0 else ""
        look = "" if net >= 0 else "soft"
        bars.append(Bar(round(12 + at * step, 1), round(top, 1), round(min(step - 4, 48), 1), height, look, label))
    return Chart(bars, [], [], base)


def _slow(spread: Spread, step: float) -> list[Line]:
    if spread.p90 is None:
        return []
    for at, one in enumerate(spread.bins):
        if one.holds(spread.p90):
            part = (
                (spread.p90 - max(one.above, dt.timedelta())) / (one.below - max(one.above, dt.timedelta()))
                if one.below
                else 0.5
            )
            return [Line(round(12 + (at + min(part, 1)) * step, 1), "p90")]
    return []
