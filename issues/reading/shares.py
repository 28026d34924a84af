"""The shares among the figures: promises kept and overdue, eaten by others, reopened, bounced, hunter free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Sum, Value, When
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from esn.activity.clock import now
from issues.lateness import is_late
from issues.lifecycle import MINUTES, TaskStatus
from issues.models import CustomerUpdate, Task
from issues.models.issues import IssueQuerySet
from issues.reading.figures import Part, Share


def shares(flagged: IssueQuerySet, weeks: Sequence[Mapping[str, Any]]) -> list[Share]:
    """The four above the board over these potatoes; `weeks` are their own rows counted week by week."""
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
        "promises_kept": (
            _("Promises kept"),
            _("News that came by the time promised, of all promised. What is overdue now counts as not kept."),
        ),
        "eaten_by_others": (_("Eaten by others"), _("Hours eaten by others than the holder, of all hours eaten.")),
        "reopened": (_("Reopened"), _("Potatoes opened again, of those ever resolved.")),
        "bounces": (
            _("Bounces"),
            _("Potatoes caught or tossed twice or more without progress, of all. A refused toss counts half."),
        ),
        "promises_overdue": (
            _("Promises overdue"),
            _("Open potatoes whose promised news is late now, of all open ones with news promised."),
        ),
        "hunter_free": (_("Hunter free"), _("Resolved potatoes of which the hunter ate no bite, of all resolved.")),
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
    """Of the news that had been promised for a time, how many came by then; one that is overdue now did not."""
    ids = flagged.order_by().values("pk")
    told = CustomerUpdate.objects.filter(issue__in=ids, due_at__isnull=False).order_by()
    in_time = Count("pk", filter=Q(at__lte=F("due_at")))
    by_week = told.annotate(week=TruncWeek("issue__flagged_at")).values("week")
    found = {row["week"]: (row["kept"], row["all"]) for row in by_week.annotate(kept=in_time, all=Count("pk"))}
    late = flagged.filter(is_late(now())).order_by().annotate(week=TruncWeek("flagged_at")).values("week")
    for week, count in late.annotate(count=Count("pk")).values_list("week", "count"):
        kept, whole = found.get(week, (0, 0))
        found[week] = (kept, whole + count)
    return [Part(_day(week), *counts) for week, counts in sorted(found.items())]


def hunter_free(flagged: IssueQuerySet) -> Share:
    """How many of the resolved ones the hunter never had to eat from."""
    ate = Task.objects.filter(issue=OuterRef("pk"), assignee=OuterRef("reporter"), status=TaskStatus.DONE)
    resolved = flagged.filter(resolved_at__isnull=False).order_by().annotate(week=TruncWeek("flagged_at"))
    free = Count("pk", filter=~Exists(ate))
    rows = resolved.values("week").annotate(free=free, all=Count("pk")).order_by("week")
    return _share("hunter_free", [Part(_day(row["week"]), row["free"], row["all"]) for row in rows])


def overdue(flagged: IssueQuerySet) -> Share:
    """How many of the open ones with news promised are late with it at this moment."""
    promised = flagged.open().filter(next_news_due_at__isnull=False).order_by().annotate(week=TruncWeek("flagged_at"))
    late = Count("pk", filter=is_late(now()))
    rows = promised.values("week").annotate(late=late, all=Count("pk")).order_by("week")
    return _share("promises_overdue", [Part(_day(row["week"]), row["late"], row["all"]) for row in rows])
