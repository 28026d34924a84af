"""The sections on potatoes and bites: what burns, the hunt, what was eaten, and the bites that fit."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digests.sections import Found, Pieces, Row
from digests.sections import Window as Stretch
from esn.templatetags.ui import bites_say, size_say
from issues.lifecycle import OPEN, Status, TaskStatus
from issues.models import Hunter, Issue, Task, TaskDependency
from notifications.models import Notification
from people.models import Person, PersonSkill

GONE = (Status.RESOLVED, Status.CLOSED)
COUNTED = Window(Count("pk"))


def burns(stretch: Stretch, limit: int) -> Found:
    """The hottest open potatoes that the person may see, apart from his own hunt."""
    issues = Issue.objects.visible_to(stretch.person).open().exclude(pk__in=_hunted(stretch.person))
    return _found(issues.for_cards().hottest(), limit, _standing)


def hunt(stretch: Stretch, limit: int) -> Found:
    """What the person flagged: what is open of it, and what was resolved meanwhile."""
    resolved = Q(status__in=GONE, resolved_at__gt=stretch.since, resolved_at__lte=stretch.until)
    issues = Issue.objects.visible_to(stretch.person).filter(Q(status__in=OPEN) | resolved)
    mine = issues.filter(pk__in=_hunted(stretch.person))
    return _found(mine.for_cards().order_by("-heat", "-id"), limit, _standing)


def eaten(stretch: Stretch, limit: int) -> Found:
    """What was resolved meanwhile, unless the person was told and has read it, or flagged it himself."""
    person = stretch.person
    read = Notification.objects.filter(
        person=person, kind="issue", object_id=OuterRef("pk"), name__in=("issue.resolved", "issue.closed")
    ).exclude(read_at=None)
    done = Task.objects.filter(issue=OuterRef("pk"), assignee=person, status=TaskStatus.DONE).order_by()
    my_bites = Coalesce(Subquery(done.values("issue").annotate(count=Count("pk")).values("count")), 0)
    issues = (
        Issue.objects.visible_to(person)
        .filter(status__in=GONE, resolved_at__gt=stretch.since, resolved_at__lte=stretch.until)
        .exclude(Exists(read))
        .exclude(pk__in=_hunted(person))
        .annotate(my_bites=my_bites)
    )
    return _found(issues.for_cards().order_by("-resolved_at", "-id"), limit, _gone)


def bites(stretch: Stretch, limit: int) -> Found:
    """Open bites that the person could take now: those that his skills fit first, then those of the hottest potato."""
    skills = PersonSkill.objects.filter(person=stretch.person).values("skill")
    fits = Exists(Task.skills.through.objects.filter(task=OuterRef("pk"), skill__in=skills))
    waits = TaskDependency.objects.filter(task=OuterRef("pk")).exclude(
        needs__status__in=(TaskStatus.DONE, TaskStatus.CANCELLED)
    )
    tasks = Task.objects.visible_to(stretch.person).on_the_table().filter(~Exists(waits))
    tasks = tasks.exclude(issue__in=_hunted(stretch.person)).select_related("issue").prefetch_related("skills")
    rows = list(tasks.annotate(total=COUNTED).order_by(fits.desc(), "-issue__heat", "id")[:limit])
    known = set(skills.values_list("skill__name", flat=True)) if rows else set()
    return Found([_bite(task, known) for task in rows], _more(rows))


def _hunted(person: Person) -> QuerySet[Any, Any]:
    """A union, for then each half is found by its own index."""
    joined = Hunter.objects.filter(person=person).values("issue_id")
    return Issue.objects.filter(reporter=person).values("pk").union(joined)


def _found(issues: QuerySet[Issue], limit: int, say: Any) -> Found:
    rows = list(issues.annotate(total=COUNTED)[:limit])
    return Found([_potato(issue, say(issue)) for issue in rows], _more(rows))


def _more(rows: list[Any]) -> int:
    return rows[0].total - len(rows) if rows else 0


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


def _gone(issue: Any) -> str:
    days = max((issue.resolved_at - issue.flagged_at).days, 1)
    gone = ngettext("Gone in a day.", "Gone in %(count)d days.", days) % {"count": days}
    if not issue.my_bites:
        return gone
    mine = ngettext("You ate a bite: thank you.", "You ate %(count)d bites: thank you.", issue.my_bites)
    return f"{gone} {mine % {'count': issue.my_bites}}"


def _bite(task: Task, known: set[str]) -> Row:
    mine = sorted(skill.name for skill in task.skills.all() if skill.name in known)
    why = _("you know %(skill)s") % {"skill": mine[0]} if mine else _("of %(potato)s") % {"potato": task.issue.title}
    return Row(
        kind="task",
        id=task.pk,
        title=task.title,
        url=task.get_absolute_url(),
        note=f"{size_say(task.size)} · {why}",
        button=_("Take"),
    )
