"""The sections on potatoes and bites: what burns, the hunt, what was eaten, and the bites that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digests.sections import Found, Pieces, Row
from digests.sections import Window as Stretch
from esn.templatetags.ui import bites_say, size_say
from issues.lifecycle import OPEN, Status, TaskStatus
from issues.models import Hunter, Issue, Task, TaskDependency
from notifications.models import Notification
from people.models import Person, PersonSkill

CONSIDERED = 100
GONE = (Status.RESOLVED, Status.CLOSED)
COUNTED = Window(Count("pk"))


def burns(stretch: Stretch, limit: int) -> Found:
    """The hottest open potatoes that the person may see, apart from his own hunt."""
    issues = Issue.objects.visible_to(stretch.person).open().exclude(pk__in=_hunted(stretch.person))
    return _found(issues.hottest(), limit, _standing)


def hunt(stretch: Stretch, limit: int) -> Found:
    """What the person flagged: what is open of it, and what was resolved meanwhile."""
    resolved = Q(status__in=GONE, resolved_at__gt=stretch.since, resolved_at__lte=stretch.until)
    issues = Issue.objects.visible_to(stretch.person).filter(Q(status__in=OPEN) | resolved)
    mine = issues.filter(pk__in=_hunted(stretch.person))
    return _found(mine.hottest(), limit, _standing)


def eaten(stretch: Stretch, limit: int) -> Found:
    """What was resolved meanwhile, unless the person was told and has read it, or flagged it himself."""
    person = stretch.person
    read = Notification.objects.filter(
        person=person, kind="issue", object_id=OuterRef("pk"), name__in=("issue.resolved", "issue.closed")
    ).exclude(read_at=None)
    issues = (
        Issue.objects.visible_to(person)
        .filter(status__in=GONE, resolved_at__gt=stretch.since, resolved_at__lte=stretch.until)
        .exclude(Exists(read))
        .exclude(pk__in=_hunted(person))
    )
    done = Task.objects.filter(assignee=person, status=TaskStatus.DONE, issue__resolved_at__gt=stretch.since)
    mine = cache(lambda: Counter(done.values_list("issue_id", flat=True)))
    return _found(issues.order_by("-resolved_at", "-id"), limit, lambda issue: _gone(issue, mine()[issue.pk]))


def bites(stretch: Stretch, limit: int) -> Found:
    """Open bites that the person could take now: those that his skills fit, then those of the 100 hottest potatoes."""
    skills = PersonSkill.objects.filter(person=stretch.person).values_list("skill", flat=True)
    asking = Task.skills.through.objects.filter(skill__in=list(skills))
    waits = TaskDependency.objects.filter(task=OuterRef("pk")).exclude(
        needs__status__in=(TaskStatus.DONE, TaskStatus.CANCELLED)
    )
    tasks = Task.objects.on_the_table().filter(~Exists(waits)).order_by("-issue__heat", "id")
    issues = Issue.objects.visible_to(stretch.person).open().exclude(pk__in=_hunted(stretch.person))
    known = asking.filter(task=OuterRef("pk")).order_by("skill__name").values("skill__name")[:1]
    fits = tasks.filter(pk__in=asking.values("task"), issue__in=issues.values("pk"))
    fitting = list(fits.values_list("pk", COUNTED, Subquery(known))[:limit])
    others = tasks.filter(issue__in=issues.hottest().values("pk")[:CONSIDERED])
    others = others.exclude(Exists(asking.filter(task=OuterRef("pk"))))
    skill = {pk: name for pk, _total, name in fitting}
    ids = [*skill, *others.values_list("pk", flat=True)]
    whole = Task.objects.select_related("issue").in_bulk(ids[:limit])
    rows = [_bite(whole[pk], skill.get(pk, "")) for pk in ids[:limit] if pk in whole]
    more = fitting[0][1] - len(fitting) if fitting else 0
    return Found(rows, more + len(ids) - len(ids[:limit]))


def _hunted(person: Person) -> QuerySet[Any, Any]:
    """A union, for then each half is found by its own index."""
    joined = Hunter.objects.filter(person=person).values("issue_id")
    return Issue.objects.filter(reporter=person).values("pk").union(joined)


def _found(issues: QuerySet[Issue], limit: int, say: Callable[[Issue], str]) -> Found:
    """The first of them, and how many more: what is shown is read by its ids, for sorting whole rows takes longer."""
    found = list(issues.values_list("pk", COUNTED)[:limit])
    whole = Issue.objects.select_related("customer", "owner").in_bulk([pk for pk, _total in found])
    rows = [_potato(whole[pk], say(whole[pk])) for pk, _total in found if pk in whole]
    return Found(rows, found[0][1] - len(found) if found else 0)


def _potato(issue: Issue, note: str) -> Row:
    return Row(
        kind="issue",
        id=issue.pk,
        title=issue.title,
        url=issue.get_absolute_url(),
        meta=f"{issue.key} · {issue.customer.name}" if issue.customer else issue.key,
        note=note,
        heat=issue.heat if issue.is_open else None,
        pieces=Pieces(issue.task_total, issue.task_done, issue.task_taken),
    )


def _standing(issue: Issue) -> str:
    bites_eaten = bites_say(issue.task_total, issue.task_done, issue.task_taken)
    if issue.status == Status.FLAGGED:
        return _("Nobody has caught it yet. %(name)s is on watch.") % {"name": issue.owner.first_name}
    if not issue.is_open:
        return _("Resolved: %(bites)s.") % {"bites": bites_eaten}
    return _("%(name)s holds it: %(bites)s.") % {"name": issue.owner.first_name, "bites": bites_eaten}


def _gone(issue: Issue, bites: int) -> str:
    days = max((issue.resolved_at - issue.flagged_at).days, 1) if issue.resolved_at else 1
    gone = ngettext("Gone in a day.", "Gone in %(count)d days.", days) % {"count": days}
    if not bites:
        return gone
    mine = ngettext("You ate a bite: thank you.", "You ate %(count)d bites: thank you.", bites)
    return f"{gone} {mine % {'count': bites}}"


def _bite(task: Task, skill: str) -> Row:
    why = _("you know %(skill)s") % {"skill": skill} if skill else _("of %(potato)s") % {"potato": task.issue.title}
    return Row(
        kind="task",
        id=task.pk,
        title=task.title,
        url=task.get_absolute_url(),
        note=f"{size_say(task.size)} · {why}",
        button=_("Take"),
    )
