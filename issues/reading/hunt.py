"""What a hunter's own page says: what he hunts, what of it is still his to do, what came back to him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from issues.actions import feast
from issues.models import Issue, Question, Task, Thanks
from issues.reading import given
from people.models import Person

MOST_ASKED = 50


@dataclass(frozen=True)
class Hunted:
    """A potato that somebody hunts, what it gave back to him, and whether he may thank those who ate of it."""

    issue: Issue
    given: given.Given
    may_thank: bool


@dataclass(frozen=True)
class Owed:
    """What of all that he hunts is the hunter's own to do: questions to answer, potatoes in his hands, his bites."""

    questions: int
    potatoes: int
    bites: int


def hunted(issues: Sequence[Issue], hunter: Person) -> list[Hunted]:
    """The same potatoes, each with what it gave back; it counts for whoever flagged it. Two queries."""
    ids = [issue.pk for issue in issues]
    mine = Issue.objects.filter(reporter=hunter, pk__in=ids)
    by_potato = given.given_by_potato(mine) if ids else {}
    thanked = set(Thanks.objects.filter(issue__in=ids, person=hunter).values_list("issue_id", flat=True))
    found = [(issue, by_potato.get(issue.pk, given.Given())) for issue in issues]
    return [Hunted(issue, back, back.eaten > 0 and _may_thank(issue, thanked)) for issue, back in found]


def _may_thank(issue: Issue, thanked: set[int]) -> bool:
    return issue.status in feast.OVER and issue.pk not in thanked


def asked_of(hunter: Person) -> list[Question]:
    """What waits for the hunter's answer, of all potatoes that he hunts, oldest first."""
    hunted_by = Issue.objects.hunted_by(hunter)
    waiting = Question.objects.filter(issue__in=hunted_by, answered_at=None)
    rows = waiting.select_related("issue", "asked_by", "answered_by").order_by("asked_at", "id")
    return list(rows[:MOST_ASKED])


def owed(hunter: Person, questions: Sequence[Question]) -> Owed:
    """What is his to do beside these questions."""
    open_ones = Issue.objects.hunted_by(hunter).open()
    bites = Task.objects.held_by(hunter).filter(issue__in=open_ones).count()
    return Owed(len(questions), open_ones.filter(owner=hunter).count(), bites)
