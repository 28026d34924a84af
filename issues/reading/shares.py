"""The shares among the figures: promises kept, hours eaten by others, reopened, bounced; in all and week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from issues.lifecycle import MINUTES, TaskStatus
from issues.models import Task
from issues.models.issues import IssueQuerySet
from issues.reading.figures import Part, Share

_KEPT = """
SELECT date_trunc('week', flagged_at AT TIME ZONE %s)::date, count(*) FILTER (WHERE at <= due), count(*) FROM (
    SELECT one.flagged_at, told.at,
        lag(told.next_news_at) OVER (PARTITION BY told.issue_id ORDER BY told.at, told.id) AS due
    FROM issues_customerupdate told JOIN issues_issue one ON one.id = told.issue_id WHERE told.issue_id IN ({ids})
) found WHERE due IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def shares(flagged: IssueQuerySet, weeks: Sequence[Mapping[str, Any]]) -> list[Share]:
    """All four over these potatoes; `weeks` are their own rows counted week by week."""
    return [
        _share("promises_kept", _promises(flagged)),
        _share("eaten_by_others", _eaten(flagged)),
        _share("reopened", [Part(_day(week["week"]), week["reopened"], week["resolved"]) for week in weeks]),
        _share("bounces", [Part(_day(week["week"]), week["bounced"], week["all"]) for week in weeks]),
    ]


def _share(name: str, parts: list[Part]) -> Share:
    label, about = _words()[name]
    return Share(name, label, about, sum(one.part for one in parts), sum(one.whole for one in parts), parts)


def _words() -> Mapping[str, tuple[str, str]]:
    return {
        "promises_kept": (_("Promises kept"), _("News published before it was due, of all that was promised.")),
        "eaten_by_others": (_("Eaten by others"), _("Hours eaten by others than the holder, of all hours eaten.")),
        "reopened": (_("Reopened"), _("Potatoes opened again, of those ever resolved.")),
        "bounces": (_("Bounces"), _("Potatoes handed on twice or more without progress, of all.")),
    }


def _day(week: dt.datetime) -> dt.date:
    return timezone.localtime(week).date()


def _eaten(flagged: IssueQuerySet) -> list[Part]:
    whens = [When(effort=size, then=Value(minutes)) for size, minutes in MINUTES.items()]
    minutes = Case(*whens, default=Value(0), output_field=IntegerField())
    done = Task.objects.filter(status=TaskStatus.DONE, issue__in=flagged.order_by().values("pk"))
    others = Sum(minutes, filter=~Q(assignee=F("issue__owner")))
    rows = done.annotate(week=TruncWeek("issue__flagged_at")).values("week").annotate(all=Sum(minutes), others=others)
    return [Part(_day(row["week"]), (row["others"] or 0) / 60, (row["all"] or 0) / 60) for row in rows.order_by("week")]


def _promises(flagged: IssueQuerySet) -> list[Part]:
    """Of the news that had a promised time, how many came before it."""
    sql, params = flagged.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(ids=sql), [timezone.get_current_timezone_name(), *params])
        return [Part(*row) for row in cursor.fetchall()]
