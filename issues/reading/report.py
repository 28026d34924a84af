"""All figures of a period together, each with its definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from issues.reading import content as contentment
from issues.reading import groups, opened, pingpong, stuck
from issues.reading.content import Content
from issues.reading.figures import Insights
from issues.reading.groups import GivenToGroups
from issues.reading.insights import flagged_in, insights
from issues.reading.opened import Week
from issues.reading.pingpong import PingPong
from issues.reading.stuck import Place
from people.models import Person


@dataclass(frozen=True)
class Report:
    """The figures, the worst ping-pong, the time given back, the answers of customers, what was open and is stuck."""

    insights: Insights
    groups: PingPong
    owners: PingPong
    given: GivenToGroups
    content: Content
    weeks: list[Week]
    stuck: list[Place]


def report(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> Report:
    """All figures over the potatoes flagged from `since` until `until` that the person may see."""
    flagged = flagged_in(person, since=since, until=until, community=community)
    figures = insights(person, since=since, until=until, community=community)
    whole = round(next(share.whole for share in figures.shares if share.name == "bounces"))
    return Report(
        figures,
        pingpong.between_groups(flagged, person, whole=whole),
        pingpong.between_owners(flagged, whole=whole),
        groups.given_to_groups(person, since=since, until=until, community=community),
        contentment.content(flagged),
        opened.weeks(person, since=since, until=until, community=community),
        stuck.places(person, community=community),
    )


def definitions() -> Mapping[str, str]:
    """What is meant by each figure that does not carry its own definition."""
    return {
        "open_by_heat": _("Potatoes that are open now, by their heat."),
        "open_over_time": _(
            "Counted once a day. Days before the first count are told by the dates of the potatoes, without their heat."
        ),
        "ping_pong_communities": _(
            "Potatoes that went from one community to another and back, by how often they returned."
        ),
        "ping_pong_owners": _(
            "Potatoes whose owner had held them before somebody else did. It measures the way, not the people."
        ),
        "given_back": groups.about(),
        "content": contentment.about(),
        "stuck": _("Open now: standing still for too long, with news overdue, or bounced twice since progress."),
    }
