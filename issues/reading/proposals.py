"""Split by example: the bites that similar resolved potatoes had in common, proposed with the median of their effort.

Bites whose titles are nearly equal are one proposal. Nothing is created by looking at it.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from issues.lifecycle import MINUTES, Size, TaskStatus
from issues.likeness import dice, spelt_alike, trigrams
from issues.models import Issue, Task
from issues.reading.examples import Example, examples
from issues.reading.finding import lexemes_of
from people.models import Person

MOST = 12
MOST_OF_ONE = 40
NEARLY_EQUAL = 0.5
COMMON = 2
CLOSE = 0.3


@dataclass(frozen=True)
class Proposal:
    """A bite that may be cut: `count` of the examples had it; `is_common` says that it is worth a tick at first."""

    title: str
    size: str
    done_when: str
    skills: tuple[str, ...]
    count: int
    is_common: bool
    tasks: tuple[int, ...]
    issues: tuple[int, ...]


@dataclass(frozen=True)
class Suggestions:
    """What similar potatoes suggest: the examples, the likest first, and the bites in the order they were eaten."""

    examples: list[Example]
    proposals: list[Proposal]

    @property
    def recipes(self) -> list[Example]:
        """The examples of which the recipe is written down, the likest first."""
        return [example for example in self.examples if example.recipe]


@dataclass(frozen=True)
class _Bite:
    task: Task
    score: float
    place: float
    words: frozenset[str]
    letters: frozenset[str]

    def is_nearly(self, other: _Bite) -> bool:
        likeness = max(dice(self.words, other.words), spelt_alike(self.letters, other.letters))
        return likeness >= NEARLY_EQUAL


@dataclass
class _Group:
    """Bites with nearly equal titles; the first is of the likest potato."""

    bites: list[_Bite] = field(default_factory=list)

    @property
    def issues(self) -> set[int]:
        return {bite.task.issue_id for bite in self.bites}

    @property
    def votes(self) -> float:
        """What the potatoes that had it score together."""
        return sum({bite.task.issue_id: bite.score for bite in self.bites}.values())

    @property
    def place(self) -> float:
        """Where it stood among the bites of its potatoes, 0 first and 1 last."""
        return statistics.mean(bite.place for bite in self.bites)


def suggestions(issue: Issue, viewer: Person) -> Suggestions:
    """The examples that the viewer may see and their common bites, without those that the potato has already."""
    alike = examples(issue, viewer)
    if not alike:
        return Suggestions([], [])
    own = Task.objects.filter(issue=issue).exclude(status=TaskStatus.CANCELLED).annotate(words=lexemes_of("title"))
    taken = [_bite(task, 0, 0) for task in own]
    groups = [group for group in _groups(_bites(alike)) if not any(group.bites[0].is_nearly(other) for other in taken)]
    groups.sort(key=lambda group: (-group.votes, group.place))
    chosen = sorted(groups[:MOST], key=lambda group: (group.place, -group.votes))
    needed = 1 if len(alike) == 1 and alike[0].score >= CLOSE else COMMON
    return Suggestions(alike, [_proposal(group, needed) for group in chosen])


def _bites(alike: Sequence[Example]) -> list[_Bite]:
    """The bites that were eaten of the examples, those of the likest first."""
    rows = Task.objects.filter(issue__in=[example.issue for example in alike], status=TaskStatus.DONE)
    by_issue: dict[int, list[Task]] = {}
    for task in rows.annotate(words=lexemes_of("title")).prefetch_related("skills").order_by("position", "id"):
        by_issue.setdefault(task.issue_id, []).append(task)
    found = []
    for example in alike:
        tasks = by_issue.get(example.issue.pk, [])[:MOST_OF_ONE]
        found += [_bite(task, example.score, at / max(len(tasks) - 1, 1)) for at, task in enumerate(tasks)]
    return found


def _bite(task: Task, score: float, place: float) -> _Bite:
    words: Iterable[str] = getattr(task, "words", ())
    return _Bite(task, score, place, frozenset(words), trigrams(task.title))


def _groups(bites: Sequence[_Bite]) -> list[_Group]:
    groups: list[_Group] = []
    for bite in bites:
        near = next((group for group in groups if any(bite.is_nearly(other) for other in group.bites)), None)
        if near is None:
            groups.append(near := _Group())
        near.bites.append(bite)
    return groups


def _proposal(group: _Group, needed: int) -> Proposal:
    first = group.bites[0].task
    skills = Counter(skill.name for bite in group.bites for skill in bite.task.skills.all())
    return Proposal(
        title=first.title,
        size=median_size([bite.task.effort or bite.task.size for bite in group.bites]),
        done_when=next((bite.task.done_when for bite in group.bites if bite.task.done_when), ""),
        skills=tuple(name for name, _count in skills.most_common(3)),
        count=len(group.issues),
        is_common=len(group.issues) >= needed,
        tasks=tuple(bite.task.pk for bite in group.bites),
        issues=tuple(sorted(group.issues)),
    )


def median_size(sizes: Sequence[str]) -> str:
    """The size whose minutes are nearest to the median of these, the smaller of two as near."""
    middle = statistics.median(MINUTES[size] for size in sizes)
    return min(Size.values, key=lambda size: (abs(MINUTES[size] - middle), MINUTES[size]))
