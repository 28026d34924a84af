"""Who could help with a potato: three people with evidence, from bites done; one of them a learner. Nothing is stored
of how well anybody fits, and nobody can be listed or ranked by it.

A person's fit is the sum over the bites that he finished with one of the skills that the potato's open bites ask for,
each worth ½ ^ (age ÷ half-life), 180 days unless the community says otherwise; it lives as long as the answer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn import moments
from esn.activity.clock import now
from feeds.models import Membership
from issues.lifecycle import EATEN_AT, TaskStatus
from issues.models import Issue, Suggestion, Task
from issues.models.rules import count, span
from issues.rules import Rule
from people.models import Person, PersonSkill, Role, Skill

REACH = 6
MOST = 3
MOST_ROWS = 5000


@dataclass(frozen=True)
class Helper:
    """Somebody who could help, and the evidence."""

    person: Person
    skill: str
    bites: int
    last: dt.datetime | None
    is_learner: bool
    task: Task | None = None

    @property
    def why(self) -> str:
        """The evidence in a sentence."""
        if self.is_learner:
            return _("is learning %(skill)s and has room for one") % {"skill": self.skill}
        if self.last is None:
            return _("knows %(skill)s") % {"skill": self.skill}
        day = moments.day(timezone.localtime(self.last).date(), today=timezone.localdate())
        words = {"count": self.bites, "skill": self.skill, "day": day}
        told = _evidence(self.bites)
        return told % words


def _evidence(bites: int) -> str:
    return ngettext("%(count)s bite on %(skill)s, on %(day)s", "%(count)s bites on %(skill)s, last %(day)s", bites)


@dataclass
class _Record:
    """What one person did with one skill."""

    fit: float = 0.0
    bites: int = 0
    last: dt.datetime | None = None


def helpers(issue: Issue, viewer: Person) -> list[Helper]:
    """Up to three people, or fewer where the community wants it, best fit first, a learner last; six queries.

    It is noted for each of them.

    Left out are who may not see the potato or does not want to be suggested, who is away, has a full plate, hunts or
    holds it, or eats of it already.
    """
    wanted = {skill.pk: skill.name for skill in _wanted(issue)}
    if not wanted:
        return []
    free = {person.pk: person for person in _free(issue, viewer)}
    half_life = span(issue.community_id, Rule.HALF_LIFE)
    experts = _experts(free, _records(free, wanted, half_life), wanted)
    most = count(issue.community_id, Rule.HELPERS)
    learner = _learner(free, wanted, {helper.person.pk for helper in experts}) if most > 1 else None
    found = [*experts[: most - 1], learner] if learner else experts[:most]
    _note(issue, viewer, found)
    return _with_bites(issue, found)


def _with_bites(issue: Issue, found: Sequence[Helper]) -> list[Helper]:
    """Each with the first bite on the table that asks for the skill: what one would ask him for."""
    rows = Task.objects.filter(issue=issue, status=TaskStatus.OPEN, skills__name__in=[one.skill for one in found])
    bites: dict[str, Task] = {}
    for task in rows.distinct().order_by("position", "id").prefetch_related("skills"):
        for skill in task.skills.all():
            bites.setdefault(skill.name, task)
    return [replace(one, task=bites.get(one.skill)) for one in found]


def needs_skill(issue: Issue) -> bool:
    """Whether one of its bites that nobody has taken asks for a skill."""
    return _wanted(issue).exists()


def _wanted(issue: Issue) -> QuerySet[Skill]:
    return Skill.objects.filter(tasks__issue=issue, tasks__status__in=(TaskStatus.OPEN, TaskStatus.PROPOSED)).distinct()


def _free(issue: Issue, viewer: Person) -> Iterable[Person]:
    """Those who could be asked."""
    moment = now()
    held = Count("tasks_taken", filter=Q(tasks_taken__status__in=EATEN_AT), distinct=True)
    eaters = issue.tasks.filter(status__in=EATEN_AT).values("assignee")
    people = Person.objects.active().filter(is_suggestible=True).exclude(pk__in=(issue.owner_id, viewer.pk))
    people = people.exclude(pk__in=issue.hunters.values("person")).exclude(pk__in=eaters)
    people = people.exclude(absences__starts_at__lte=moment, absences__ends_at__gt=moment)
    members = Q(pk__in=Membership.objects.filter(community=issue.community_id).values("person"))
    sees = members | ~Q(role=Role.GUEST) if issue.community.is_open else members
    if not issue.community.guests_may_help:
        people = people.exclude(role=Role.GUEST)
    return people.filter(sees).annotate(held=held).filter(held__lt=F("appetite"))


def _records(
    free: Mapping[int, Person], wanted: Mapping[int, str], half_life: dt.timedelta
) -> dict[tuple[int, int], _Record]:
    """What each did with each skill; beyond six half-lives a bite is worth next to nothing and is not read."""
    moment = now()
    rows = Task.objects.filter(
        status=TaskStatus.DONE, assignee__in=free, skills__in=wanted, finished_at__gte=moment - REACH * half_life
    ).order_by("-finished_at")
    records: dict[tuple[int, int], _Record] = defaultdict(_Record)
    for person_id, skill_id, finished in rows.values_list("assignee_id", "skills", "finished_at")[:MOST_ROWS]:
        if finished is None:
            continue
        record = records[person_id, skill_id]
        record.fit += 0.5 ** ((moment - finished) / half_life)
        record.bites += 1
        record.last = finished if record.last is None else max(record.last, finished)
    return records


def _experts(
    free: Mapping[int, Person], records: Mapping[tuple[int, int], _Record], wanted: Mapping[int, str]
) -> list[Helper]:
    """Who did it before, the best fit first; then who says that he can."""
    fits: dict[int, float] = defaultdict(float)
    best: dict[int, int] = {}
    for (person_id, skill_id), record in records.items():
        fits[person_id] += record.fit
        if person_id not in best or record.fit > records[person_id, best[person_id]].fit:
            best[person_id] = skill_id
    found = []
    for person_id in sorted(fits, key=lambda pk: (-fits[pk], pk)):
        record = records[person_id, best[person_id]]
        found.append(Helper(free[person_id], wanted[best[person_id]], record.bites, record.last, is_learner=False))
    if len(found) < MOST:
        found.extend(_knowing(free, wanted, set(fits)))
    return found


def _knowing(free: Mapping[int, Person], wanted: Mapping[int, str], known: set[int]) -> Iterable[Helper]:
    rows = PersonSkill.objects.filter(person__in=free, skill__in=wanted, is_learning=False).exclude(person__in=known)
    seen: set[int] = set()
    for row in rows.order_by("id")[: MOST * len(wanted)]:
        if row.person_id not in seen:
            seen.add(row.person_id)
            yield Helper(free[row.person_id], wanted[row.skill_id], 0, None, is_learner=False)


def _learner(free: Mapping[int, Person], wanted: Mapping[int, str], shown: set[int]) -> Helper | None:
    """Somebody who learns one of the skills, whoever was suggested longest ago."""
    rows = PersonSkill.objects.filter(person__in=free, skill__in=wanted, is_learning=True).exclude(person__in=shown)
    row = rows.order_by(F("person__suggested__day").asc(nulls_first=True), "person_id").first()
    if row is None:
        return None
    return Helper(free[row.person_id], wanted[row.skill_id], 0, None, is_learner=True)


def _note(issue: Issue, viewer: Person, found: Sequence[Helper]) -> None:
    """Keep the trace that each of them may read."""
    rows = [
        Suggestion(
            issue=issue,
            person=helper.person,
            viewer=viewer,
            day=timezone.localdate(),
            is_learner=helper.is_learner,
            skill=helper.skill,
            bites=helper.bites,
        )
        for helper in found
    ]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
