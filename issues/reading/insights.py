"""The figures of the board: how fast potatoes are released, split, told of and resolved, and where they are stuck.

A period holds the potatoes flagged in it, as far as the reader may see them; each figure says how it is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.utils.translation import gettext as _

from esn import moments
from issues.heat import FLOORS
from issues.lifecycle import MINUTES, TaskStatus
from issues.models import CustomerUpdate, Issue, Task
from issues.models.issues import IssueQuerySet
from people.models import Person


class Percentile(Aggregate):
    """PostgreSQL's continuous percentile of an ordered set; null values are left out."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, share: float) -> None:
        super().__init__(expression, share=share)


@dataclass(frozen=True)
class Spread:
    """A length of time over many potatoes: its median, its ninetieth percentile, and over how many."""

    name: str
    label: str
    about: str
    median: dt.timedelta | None
    p90: dt.timedelta | None
    count: int

    @property
    def value(self) -> str:
        """The median in words."""
        return moments.span(self.median) if self.median is not None else "–"

    @property
    def note(self) -> str:
        """The slow tenth in words."""
        return f"p90 {moments.span(self.p90)}" if self.p90 is not None else _("no potato yet")


@dataclass(frozen=True)
class Share:
    """A part of a whole, both counted."""

    name: str
    label: str
    about: str
    part: float
    whole: float

    @property
    def value(self) -> str:
        """The share in per cent."""
        return f"{round(100 * self.part / self.whole)}\u00a0%" if self.whole else "–"

    @property
    def note(self) -> str:
        """Both numbers."""
        return _("%(part)s of %(whole)s") % {"part": round(self.part), "whole": round(self.whole)}


@dataclass(frozen=True)
class Insights:
    """All figures of a period."""

    spreads: list[Spread]
    shares: list[Share]
    bands: list[tuple[int, int]]


def insights(person: Person, *, since: dt.datetime, until: dt.datetime, community: str = "") -> Insights:
    """The figures over the potatoes flagged from `since` until `until` that the person may see."""
    seen = Issue.objects.visible_to(person)
    if community:
        seen = seen.filter(community__slug=community)
    flagged = seen.filter(flagged_at__gte=since, flagged_at__lt=until)
    return Insights(_spreads(flagged), _shares(flagged), _bands(seen.open()))


def _first(model: Any, field: str) -> Subquery:
    rows = model.objects.filter(issue=OuterRef("pk")).order_by().values("issue")
    return Subquery(rows.annotate(first=Min(field)).values("first"), output_field=DateTimeField())


def _spreads(flagged: IssueQuerySet) -> list[Spread]:
    ends: Mapping[str, tuple[str, str, Any]] = {
        "release": (_("Time to release"), _("From the flag to the catch"), F("caught_at")),
        "split": (_("First split"), _("From the flag to the first bite"), _first(Task, "created")),
        "news": (_("First news"), _("From the flag to the first news to the customer"), _first(CustomerUpdate, "at")),
        "resolve": (_("To resolve"), _("From the flag to the resolution"), F("resolved_at")),
    }
    lasted = {name: ExpressionWrapper(end - F("flagged_at"), DurationField()) for name, (_l, _a, end) in ends.items()}
    timed = flagged.annotate(**{f"{name}_time": value for name, value in lasted.items()}).order_by()
    asked: dict[str, Any] = {}
    for name in ends:
        asked |= {f"{name}_{key}": Percentile(f"{name}_time", share) for key, share in (("median", 0.5), ("p90", 0.9))}
        asked[f"{name}_count"] = Count(f"{name}_time")
    found = timed.aggregate(**asked)
    return [
        Spread(name, label, about, found[f"{name}_median"], found[f"{name}_p90"], found[f"{name}_count"])
        for name, (label, about, _end) in ends.items()
    ]


def _shares(flagged: IssueQuerySet) -> list[Share]:
    counted = flagged.order_by().aggregate(
        all=Count("pk"),
        resolved=Count("pk", filter=Q(resolved_at__isnull=False)),
        reopened=Count("pk", filter=Q(reopen_count__gt=0)),
        bounced=Count("pk", filter=Q(bounces__gte=2)),
    )
    hours = _eaten(flagged)
    kept, promised = _promises(flagged)
    return [
        Share("promises_kept", _("Promises kept"), _("News published before it was due"), kept, promised),
        Share("eaten_by_others", _("Eaten by others"), _("Hours eaten by others than the holder"), hours[0], hours[1]),
        Share("reopened", _("Reopened"), _("Of the resolved ones"), counted["reopened"], counted["resolved"]),
        Share(
            "bounces", _("Bounces"), _("Handed on twice or more without progress"), counted["bounced"], counted["all"]
        ),
    ]


def _eaten(flagged: IssueQuerySet) -> tuple[float, float]:
    whens = [When(effort=size, then=Value(minutes)) for size, minutes in MINUTES.items()]
    minutes = Case(*whens, default=Value(0), output_field=IntegerField())
    done = Task.objects.filter(status=TaskStatus.DONE, issue__in=flagged.order_by().values("pk"))
    found = done.aggregate(all=Sum(minutes), others=Sum(minutes, filter=~Q(assignee=F("issue__owner"))))
    return (found["others"] or 0) / 60, (found["all"] or 0) / 60


_KEPT = """
SELECT count(*) FILTER (WHERE at <= due), count(*) FROM (
    SELECT at, lag(next_news_at) OVER (PARTITION BY issue_id ORDER BY at, id) AS due
    FROM issues_customerupdate WHERE issue_id IN ({ids})
) told WHERE due IS NOT NULL
"""


def _promises(flagged: IssueQuerySet) -> tuple[int, int]:
    """Of the news that had a promised time, how many came before it."""
    sql, params = flagged.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(ids=sql), params)
        kept, promised = cursor.fetchone()
    return kept, promised


def _bands(open_ones: IssueQuerySet) -> list[tuple[int, int]]:
    """Open potatoes by band, hottest first: the lowest heat of each, and how many."""
    rows = open_ones.order_by().values("heat").annotate(count=Count("pk")).values_list("heat", "count")
    found = dict.fromkeys((floor for floor, _band in FLOORS), 0)
    for heat, count in rows:
        found[next(floor for floor in found if heat >= floor)] += count
    return list(found.items())
