"""The figures of the board: how fast potatoes are released, split, told of and resolved, and where they are stuck.

A period holds the potatoes flagged in it, as far as the reader may see them; each figure says how it is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
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
from issues.reading.figures import EDGES, Insights, Share, Spread, bins
from issues.reading.shares import hunter_free, overdue, shares
from people.models import Person

ON_POTATOES = ("release", "split", "news", "resolve")


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


def above_board(flagged: IssueQuerySet) -> tuple[list[Spread], list[Share]]:
    """The eight figures that stand above the board as well: four times and four shares of these potatoes."""
    timed = _timed(flagged)
    weeks = _weeks(timed)
    found = timed.aggregate(**{name: one for figure in ON_POTATOES for name, one in _asked(figure).items()})
    return [_spread(name, found, weeks) for name in ON_POTATOES], shares(flagged, weeks)


def insights(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> Insights:
    """The figures over the potatoes flagged from `since` until `until` that the person may see."""
    flagged = flagged_in(person, since=since, until=until, community=community)
    times, parts = above_board(flagged)
    parts += [overdue(flagged), hunter_free(flagged)]
    return Insights([_flag(flagged), *times, _taken(flagged)], parts, open_bands(person, community))


def _first(model: Any, field: str) -> Subquery:
    rows = model.objects.filter(issue=OuterRef("pk")).order_by().values("issue")
    return Subquery(rows.annotate(first=Min(field)).values("first"), output_field=DateTimeField())


def _words() -> Mapping[str, tuple[str, str]]:
    return {
        "flag": (_("Time to flag"), _("From opening the form to sending it, an hour at the most. Half were faster.")),
        "release": (_("Time to release"), _("From the flag to the catch. Half of the potatoes were faster.")),
        "split": (_("First split"), _("From the flag to the first bite. Half of the potatoes were faster.")),
        "news": (_("First news"), _("From the flag to the first news to the customer. Half were faster.")),
        "resolve": (_("To resolve"), _("From the flag to the resolution, waiting included. Half were faster.")),
        "taken": (_("Bite taken"), _("From the table to whoever eats the bite. Half of the bites were faster.")),
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
    asked: dict[str, Any] = {name: Percentile(f"{name}_time", 0.5) for name in ON_POTATOES}
    reopened, bounced = Q(reopen_count__gt=0), Q(most_bounces__gte=2)
    resolved = Count("pk", filter=Q(resolved_at__isnull=False) | reopened)
    counts = {"all": Count("pk"), "resolved": resolved}
    counts |= {"reopened": Count("pk", filter=reopened), "bounced": Count("pk", filter=bounced)}
    by_week = timed.annotate(week=TruncWeek("flagged_at")).values("week").annotate(**asked, **counts)
    return [dict(row) for row in by_week.order_by("week")]


def _flag(flagged: IssueQuerySet) -> Spread:
    """How long the hunter sat at the form; of what came by mail, import or API nobody knows."""
    timed = flagged.annotate(flag_time=F("flag_took")).order_by()
    by_week = timed.annotate(week=TruncWeek("flagged_at")).values("week").annotate(flag=Percentile("flag_time", 0.5))
    return _spread("flag", timed.aggregate(**_asked("flag")), [dict(row) for row in by_week.order_by("week")])


def _taken(flagged: IssueQuerySet) -> Spread:
    """From the table to its eater; a bite that was made for its eater at once was never on the table."""
    bites = Task.objects.filter(issue__in=flagged.order_by().values("pk"), taken_at__gt=F("created"))
    timed = bites.annotate(taken_time=ExpressionWrapper(F("taken_at") - F("created"), DurationField())).order_by()
    by_week = timed.annotate(week=TruncWeek("issue__flagged_at")).values("week")
    weeks = [dict(row) for row in by_week.annotate(taken=Percentile("taken_time", 0.5)).order_by("week")]
    return replace(_spread("taken", timed.aggregate(**_asked("taken")), weeks), counts="bites")


def _asked(name: str) -> dict[str, Any]:
    """What the database is to count for a figure: median, ninetieth percentile, how many, how many up to each edge."""
    field = f"{name}_time"
    asked: dict[str, Any] = {f"{name}_median": Percentile(field, 0.5), f"{name}_p90": Percentile(field, 0.9)}
    asked[f"{name}_count"] = Count(field)
    upto = {f"{name}_{at}": Count(field, filter=Q(**{f"{field}__lte": edge})) for at, edge in enumerate(EDGES[name])}
    return asked | upto


def _spread(name: str, found: Mapping[str, Any], weeks: list[dict[str, Any]]) -> Spread:
    label, about = _words()[name]
    upto = [0, *(found[f"{name}_{at}"] for at in range(len(EDGES[name]))), found[f"{name}_count"]]
    counts = [more - less for less, more in pairwise(upto)]
    medians = [week[name].total_seconds() for week in weeks if week[name] is not None]
    held = bins(EDGES[name], counts)
    return Spread(name, label, about, found[f"{name}_median"], found[f"{name}_p90"], upto[-1], held, medians)


def open_bands(person: Person, community: str = "") -> list[tuple[int, int]]:
    """Open potatoes by band, hottest first: the lowest heat of each, and how many."""
    rows = (
        seen_by(person, community)
        .open()
        .order_by()
        .values("heat")
        .annotate(count=Count("pk"))
        .values_list("heat", "count")
    )
    found = dict.fromkeys(FLOORS, 0)
    for heat, count in rows:
        found[band(heat).floor] += count
    return list(found.items())
