"""What a person says of himself and wants to be told of, as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Schema

from api.schemas.common import MOST_LISTED, Body, Clock, Text
from notifications.models import Hours, Topic, working_week
from notifications.wishes import Wish

TopicName = Literal["tosses", "bites", "hunt", "customers", "mentions", "potatoes", "communities", "people"]
Weekday = Annotated[int, Field(ge=0, le=6)]


class MePatch(Body):
    """What changes; `appetite` is how many open bites the caller likes, `is_suggestible` whether he is ever shown as a
    helper.
    """

    name: Text | None = None
    title: Text | None = None
    place: Text | None = None
    about: Text | None = None
    zone: Text | None = None
    language: Literal["en", "fr"] | None = None
    appetite: int | None = None
    is_suggestible: bool | None = None
    shortcuts: bool | None = None


class SkillsIn(Body):
    """What the caller is good at, and what he learns; both lists whole."""

    skills: Annotated[list[Text], Field(max_length=MOST_LISTED)]
    learning: Annotated[list[Text], Field(max_length=MOST_LISTED)] = []


class WishOut(Schema):
    """By which channels a topic may reach the caller."""

    topic: TopicName
    label: str
    in_app: bool
    by_mail: bool


class WishIn(Body):
    """The channels by which a topic may reach the caller."""

    topic: TopicName
    in_app: bool
    by_mail: bool


class Stretch(Body):
    """From when until when, by the caller's own clock, maybe past midnight."""

    starts_at: Clock
    ends_at: Clock


class WishesOut(Schema):
    """What reaches the caller: no mail in `quiet`, only emergencies in `hunting` on `hunting_days`, Monday 0."""

    topics: list[WishOut]
    quiet: Stretch | None
    hunting: Stretch | None
    hunting_days: list[int]

    @classmethod
    def of(cls, matrix: list[tuple[Topic, Wish]], hours: Hours | None) -> WishesOut:
        """Every topic, and the hours that he has set."""
        topics = [
            WishOut.model_validate({**vars(wish), "topic": topic.value, "label": str(topic.label)})
            for topic, wish in matrix
        ]
        if hours is None:
            return cls(topics=topics, quiet=None, hunting=None, hunting_days=working_week())
        return cls(
            topics=topics,
            quiet=stretch(hours.quiet_from, hours.quiet_until),
            hunting=stretch(hours.hunting_from, hours.hunting_until),
            hunting_days=hours.hunting_days,
        )


def stretch(start: dt.time | None, end: dt.time | None) -> Stretch | None:
    """The stretch, if there is one."""
    return Stretch(starts_at=start, ends_at=end) if start is not None and end is not None else None


class WishesIn(Body):
    """Topics that are not named stay as they are; the hours are set as sent, null for none."""

    topics: list[WishIn] = Field(default=[], max_length=len(Topic))
    quiet: Stretch | None
    hunting: Stretch | None
    hunting_days: Annotated[list[Weekday], Field(max_length=7)] = working_week()
