"""The figures as JSON: times with their distributions, shares week by week, each with its definition."""

from __future__ import annotations

import datetime as dt

from ninja import Field, Schema

from issues.heat import Band, band
from issues.reading.content import Content
from issues.reading.figures import Share, Spread
from issues.reading.given import Given
from issues.reading.groups import GivenToGroups
from issues.reading.opened import HEATS, Week
from issues.reading.pingpong import PingPong, Step
from issues.reading.stuck import Place


class BinOut(Schema):
    """How many took up to so many seconds and more than the bin before; null is the bin without an end."""

    up_to_s: float | None
    count: int


class SpreadOut(Schema):
    """A length of time in seconds: its median, its ninetieth percentile, over how many, and all of them in bins."""

    median_s: float | None
    p90_s: float | None
    count: int
    definition: str
    distribution: list[BinOut]

    @classmethod
    def of(cls, figure: Spread) -> SpreadOut:
        """The figure."""
        bins = [
            BinOut(up_to_s=one.below.total_seconds() if one.below else None, count=one.count) for one in figure.bins
        ]
        return cls(
            median_s=figure.median.total_seconds() if figure.median is not None else None,
            p90_s=figure.p90.total_seconds() if figure.p90 is not None else None,
            count=figure.count,
            definition=figure.about,
            distribution=bins,
        )


class WeekShare(Schema):
    """The share over what was flagged in the week that begins that day."""

    day: dt.date = Field(serialization_alias="from")
    part: float
    whole: float


class ShareOut(Schema):
    """A part of a whole, both counted, and week by week; `share` is null where there is nothing to share."""

    part: float
    whole: float
    share: float | None
    definition: str
    weeks: list[WeekShare]

    @classmethod
    def of(cls, figure: Share) -> ShareOut:
        """The figure."""
        return cls(
            part=figure.part,
            whole=figure.whole,
            share=figure.part / figure.whole if figure.whole else None,
            definition=figure.about,
            weeks=[WeekShare(day=one.day, part=one.part, whole=one.whole) for one in figure.parts],
        )


class OpenBand(Schema):
    """How many are open now from this heat on, below the next."""

    floor: int = Field(serialization_alias="from")
    count: int


class WeekOut(Schema):
    """How many were open that day, by heat; `uncounted` ones are told by their dates, without their heat."""

    day: dt.date
    warm: int
    hot: int
    burning: int
    on_fire: int
    uncounted: int

    @classmethod
    def of(cls, week: Week) -> WeekOut:
        """The day."""
        told = {Band(band(floor)).value: week.bands.get(floor, 0) for floor in HEATS}
        return cls(day=week.day, uncounted=week.uncounted, **told)


class CaseOut(Schema):
    """A potato, how often it came back, and its way."""

    id: int
    key: str
    returns: int
    way: list[str]


class ReturnsOut(Schema):
    """How many potatoes came back so many times; a `most` of null is the step without an end."""

    least: int
    most: int | None
    count: int

    @classmethod
    def of(cls, step: Step) -> ReturnsOut:
        """The step."""
        return cls(**vars(step))


class PingPongOut(Schema):
    """How many came back to where they had been, of how many, and the worst of them."""

    count: int
    whole: int = Field(serialization_alias="of")
    definition: str
    distribution: list[ReturnsOut]
    worst: list[CaseOut]

    @classmethod
    def of(cls, found: PingPong, definition: str) -> PingPongOut:
        """The figure."""
        worst = [
            CaseOut(id=case.issue.pk, key=case.issue.key, returns=case.returns, way=list(case.hands))
            for case in found.worst
        ]
        steps = [ReturnsOut.of(step) for step in found.steps]
        return cls(count=found.count, whole=found.whole, definition=definition, distribution=steps, worst=worst)


class PingPongsOut(Schema):
    """Between communities, and between owners."""

    communities: PingPongOut
    owners: PingPongOut


class GivenOut(Schema):
    """What five hunters or more got back together: minutes in whole hours, hunters in steps of five."""

    hunters: int
    potatoes: int
    net_min: int
    eaten_min: int
    coordinated_min: int
    own_min: int

    @classmethod
    def of(cls, found: Given) -> GivenOut:
        """The figure, of a group."""
        return cls(
            hunters=found.hunters,
            potatoes=found.potatoes,
            net_min=found.net,
            eaten_min=found.eaten,
            coordinated_min=found.around,
            own_min=found.own,
        )


class GivenMonthOut(Schema):
    """The same of the potatoes flagged in the calendar month that begins that day."""

    month: dt.date
    given: GivenOut


class GivenBackOut(GivenOut):
    """All of it, and month by month."""

    months: list[GivenMonthOut]

    @classmethod
    def told(cls, found: GivenToGroups) -> GivenBackOut | None:
        """The figure; nothing for fewer than five."""
        if not found.total.is_group:
            return None
        months = [GivenMonthOut(month=month.first, given=GivenOut.of(month.given)) for month in found.months]
        return cls(**GivenOut.of(found.total).model_dump(), months=months)


def scores(found: Content) -> dict[str, int] | None:
    """How often customers gave each score; nothing below five answers."""
    return {str(score): count for score, count in found.rows} or None


class StuckOut(Schema):
    """A community's open potatoes, and how many of them are stuck in which way."""

    slug: str
    name: str
    open: int
    untouched: int
    late: int
    bounced: int

    @classmethod
    def of(cls, place: Place) -> StuckOut:
        """The community."""
        return cls(**vars(place))


class Figures(Schema):
    """All figures of a period; `definitions` of those that do not carry their own."""

    since: dt.date = Field(serialization_alias="from")
    until: dt.date = Field(serialization_alias="to")
    times: dict[str, SpreadOut]
    shares: dict[str, ShareOut]
    open_by_heat: list[OpenBand]
    open_over_time: list[WeekOut]
    ping_pong: PingPongsOut
    given_back: GivenBackOut | None
    content: dict[str, int] | None
    stuck: list[StuckOut]
    definitions: dict[str, str]
