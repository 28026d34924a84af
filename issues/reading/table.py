"""The table: the open bites that somebody could eat, what fits him first and why, then the hottest potato's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn import moments
from esn.lib.pages import Page, keyset
from issues.lifecycle import Size, TaskStatus
from issues.models import Task
from issues.models.tasks import TaskQuerySet
from people.models import Person, PersonSkill

PAGE = 20
MOST_FITTING = 10
MOST_UNWANTED = 5
CONSIDERED = 200
QUARTER = 15


@dataclass(frozen=True)
class Offer:
    """A bite on the table and why it could be yours; `fits` is 0 where nothing speaks for it."""

    task: Task
    why: str
    fits: int


@dataclass(frozen=True)
class Known:
    """What speaks for a person: skills had and learned by id, and bites done by skill id."""

    skills: Mapping[int, str]
    learning: Mapping[int, str]
    done: Mapping[int, tuple[int, dt.datetime]]


def open_bites(person: Person, *, skill: str = "") -> TaskQuerySet:
    """The bites on the table that the person may see; bites that wait for others are not on it yet."""
    bites = Task.objects.visible_to(person).on_the_table().ready()
    if skill:
        bites = bites.filter(Q(skills__slug=skill) | Q(skills__name__iexact=skill)).distinct()
    return bites.select_related("issue__customer", "issue__community", "issue__owner")


def offers(person: Person, *, skill: str = "", cursor: str | None = None, limit: int = PAGE) -> Page[Offer]:
    """One page of the table, the hottest potato's bites first, each with why it could be the person's."""
    bites = open_bites(person, skill=skill).select_related("assignee", "reviewer")
    found = bites.prefetch_related("skills", "depends_on")
    page = keyset(found, fields=("issue__heat", "id"), cursor=cursor, limit=limit)
    return Page([*_judged(page.items, person)], page.next)


def fitting(person: Person, *, limit: int = MOST_FITTING) -> list[Offer]:
    """What fits the person best among the hottest bites on the table; nothing that only is hot."""
    hottest = list(open_bites(person).order_by("-issue__heat", "-id")[:CONSIDERED])
    found = [offer for offer in _judged(hottest, person) if offer.fits]
    return sorted(found, key=lambda offer: (-offer.fits, -offer.task.issue.heat, -offer.task.pk))[:limit]


def unwanted(person: Person, *, limit: int = MOST_UNWANTED) -> list[Offer]:
    """What was raised because nobody took it, the longest lying first."""
    rows = open_bites(person).filter(raised_at__isnull=False).order_by("raised_at", "id")
    found = list(rows[:limit])
    return list(_judged(found, person)) if found else []


def _judged(tasks: Sequence[Task], person: Person) -> Iterable[Offer]:
    """Each bite with its reason; three queries for all of them."""
    known = _known(person)
    asked: dict[int, list[tuple[int, str]]] = {}
    through = Task.skills.through.objects.filter(task__in=tasks).values_list("task_id", "skill_id", "skill__name")
    for task_id, skill_id, name in through:
        asked.setdefault(task_id, []).append((skill_id, name))
    return (_offer(task, asked.get(task.pk, []), known) for task in tasks)


def _known(person: Person) -> Known:
    rows = PersonSkill.objects.filter(person=person).values_list("skill_id", "skill__name", "is_learning")
    done = Task.objects.filter(assignee=person, status=TaskStatus.DONE, skills__isnull=False).values_list("skills")
    counted = done.annotate(count=Count("pk"), last=Max("finished_at")).order_by()
    skills: dict[int, str] = {}
    learning: dict[int, str] = {}
    for skill_id, name, is_learning in rows:
        (learning if is_learning else skills)[skill_id] = name
    return Known(skills, learning, {row[0]: (row[1], row[2]) for row in counted})


def _offer(task: Task, asked: Sequence[tuple[int, str]], known: Known) -> Offer:
    """The best that speaks for it: bites done, a skill had, a skill being learned, or that it is small."""
    for skill_id, name in asked:
        if skill_id in known.done:
            return Offer(task, _done_before(name, *known.done[skill_id]), 3)
    for skills, words, fits in ((known.skills, _("You know %s"), 2), (known.learning, _("You are learning %s"), 1)):
        found = next((name for skill_id, name in asked if skill_id in skills), None)
        if found:
            return Offer(task, words % found, fits)
    if task.raised_at:
        return Offer(task, _("Nobody has taken it yet"), 0)
    if asked:
        return Offer(task, _("Asks for %(skills)s") % {"skills": ", ".join(name for _id, name in asked)}, 0)
    if Size(task.size).minutes <= QUARTER:
        return Offer(task, _("Fits a quarter of an hour"), 1)
    return Offer(task, _("Nobody has it yet; it asks for no skill"), 0)


def _done_before(skill: str, count: int, last: dt.datetime) -> str:
    words = {"count": count, "skill": skill, "when": moments.short(last)}
    return (
        ngettext("%(count)s bite on %(skill)s, on %(when)s", "%(count)s bites on %(skill)s, last %(when)s", count)
        % words
    )
