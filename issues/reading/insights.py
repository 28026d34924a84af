"""The figures of the board: how fast potatoes are released, split, told of and resolved, and where they are stuck.

A period holds the potatoes flagged in it, as far as the reader may see them; each figure says how it is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from issues.heat import FLOORS, band
from issues.models import CustomerUpdate, Issue, Task
from issues.models.issues import IssueQuerySet
from issues.reading.figures import EDGES, Insights, Spread, bins
from issues.reading.shares import shares
from people.models import Person


class Percentile(Aggregate):
    """PostgreSQL's continuous percentile of an ordered set; null values are left out."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, share: float) -> None:
        super().__init__(expression, share=share)


def seen_by(person: Person, community: str = "") -> IssueQuerySet:
    """The potatoes that the person may see, of one community if its slug is given."""
    seen = Issue.objects.visible_to(person)
    return seen.filter(community__slug=community) if community else seen


def flagged_in(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> IssueQuerySet:
    """Those of them that were flagged from `since` until `until`."""
    return seen_by(person, community).filter(flagged_at__gte=since, flagged_at__lt=until)


def insights(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> Insights:
    """The figures over the potatoes flagged from `since` until `until` that the person may see."""
    flagged = flagged_in(person, since=since, until=until, community=community)
    timed = _timed(flagged)
    weeks = _weeks(timed)
    spreads = _spreads(timed, weeks)
    return Insights(spreads, shares(flagged, weeks), _bands(seen_by(person, community).open()))


def _first(model: Any, field: str) -> Subquery:
    rows = model.objects.filter(issue=OuterRef("pk")).order_by().values("issue")
    return Subquery(rows.annotate(first=Min(field)).values("first"), output_field=DateTimeField())


def _words() -> Mapping[str, tuple[str, str]]:
    return {
        "release": (_("Time to release"), _("From the flag to the catch. Half of the potatoes were faster.")),
        "split": (_("First split"), _("From the flag to the first bite. Half of the potatoes were faster.")),
        "news": (_("First news"), _("From the flag to the first news to the customer. Half were faster.")),
        "resolve": (_("To resolve"), _("From the flag to the resolution, waiting included. Half were faster.")),
    }


def _timed(flagged: IssueQuerySet) -> IssueQuerySet:
    ends: Mapping[str, Any] = {
        "release": F("caught_at"),
        "split": _first(Task, "created"),
        "news": _first(CustomerUpdate, "at"),
        "resolve": F("resolved_at"),
    }
    lasted = {f"{name}_time": ExpressionWrapper(end - F("flagged_at"), DurationField()) for name, end in ends.items()}
    return flagged.annotate(**lasted).order_by()


def _weeks(timed: IssueQuerySet) -> list[dict[str, Any]]:
    """Week by week: the medians, and the shares that a potato's own row tells."""
    asked: dict[str, Any] = {name: Percentile(f"{name}_time", 0.5) for name in EDGES}
    reopened, bounced = Q(reopen_count__gt=0), Q(bounces__gte=2)
    resolved = Count("pk", filter=Q(resolved_at__isnull=False) | reopened)
    counts = {"all": Count("pk"), "resolved": resolved}
    counts |= {"reopened": Count("pk", filter=reopened), "bounced": Count("pk", filter=bounced)}
    by_week = timed.annotate(week=TruncWeek("flagged_at")).values("week").annotate(**asked, **counts)
    return [dict(row) for row in by_week.order_by("week")]


def _spreads(timed: IssueQuerySet, weeks: list[dict[str, Any]]) -> list[Spread]:
    asked: dict[str, Any] = {}
    for name, edges in EDGES.items():
        field = f"{name}_time"
        asked |= {f"{name}_{key}": Percentile(field, share) for key, share in (("median", 0.5), ("p90", 0.9))}
        asked[f"{name}_count"] = Count(field)
        asked |= {f"{name}_{at}": Count(field, filter=Q(**{f"{field}__lte": edge})) for at, edge in enumerate(edges)}
    found = timed.aggregate(**asked)
    return [_spread(name, found, weeks) for name in EDGES]


def _spread(name: str, found: Mapping[str, Any], weeks: list[dict[str, Any]]) -> Spread:
    label, about = _words()[name]
    upto = [0, *(found[f"{name}_{at}"] for at in range(len(EDGES[name]))), found[f"{name}_count"]]
    counts = [more - less for less, more in pairwise(upto)]
    medians = [week[name].total_seconds() for week in weeks if week[name] is not None]
    held = bins(EDGES[name], counts)
    return Spread(name, label, about, found[f"{name}_median"], found[f"{name}_p90"], upto[-1], held, medians)


def _bands(open_ones: IssueQuerySet) -> list[tuple[int, int]]:
    """Open potatoes by band, hottest first: the lowest heat of each, and how many."""
    rows = open_ones.order_by().values("heat").annotate(count=Count("pk")).values_list("heat", "count")
    found = dict.fromkeys(FLOORS, 0)
    for heat, count in rows:
        found[band(heat).floor] += count
    return list(found.items())
