"""A company's resolved potatoes, drawn from families.txt by a seed: the same at every run.

Each potato says what hurts in one of four ways, in English or French, behind a place or a customer's word that has
nothing to do with it. Of its family's six bites it has each with a chance of four in five, named in one of three ways,
and `noise` is the chance of each bite to be followed by one that could be anybody's.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from feeds.models import Community
from issues.lifecycle import Size, Status, TaskStatus
from issues.models import Issue, Task
from people.models import Person

FILE = Path(__file__).with_name("families.txt")
HAS_BITE = 0.8
STARTS = {
    "en": ("Urgent:", "Again:", "From the plant in Leeds:", "Site Hamburg:", "Our key account:", "Since the move:"),
    "fr": ("Urgent :", "Encore :", "Usine de Lyon :", "Site de Lille :", "Notre grand compte :", "Depuis l'été :"),
}
ENDS = {
    "en": ("Please call back before noon.", "The customer is angry.", "It was fine before.", "Nobody knows why."),
    "fr": ("Merci de rappeler avant midi.", "Le client est fâché.", "Tout allait bien hier.", "On ignore pourquoi."),
}


@dataclass
class Tongue:
    """A family in one language: ways to say what hurts, and of each bite its size and its names."""

    hurts: list[str] = field(default_factory=list)
    bites: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """A bite of a drawn potato. `kind` says which bite it truly is, whatever its name; noise has none."""

    kind: str
    title: str
    size: str


@dataclass(frozen=True)
class Drawn:
    """A drawn potato."""

    title: str
    description: str
    steps: list[Step]


@dataclass(frozen=True)
class Corpus:
    """What was drawn, as it is in the database: which bite each row truly is."""

    issues: Sequence[Issue]
    kinds: dict[int, str]


def families() -> tuple[dict[str, dict[str, Tongue]], dict[str, list[str]]]:
    """The families by name and language, and the bites that turn up anywhere by language."""
    found: dict[str, dict[str, Tongue]] = {}
    anywhere: dict[str, list[str]] = {}
    for line in FILE.read_text().splitlines():
        mark, _space, rest = line.partition(" ")
        if mark == "=":
            found[rest] = {"en": Tongue(), "fr": Tongue()}
        elif mark == "+":
            anywhere[rest[:2]] = _ways(rest[3:])
        elif mark.endswith("?"):
            list(found.values())[-1][mark[:2]].hurts.extend(_ways(rest))
        elif mark.endswith("-"):
            size, _space, names = rest.partition(" ")
            list(found.values())[-1][mark[:2]].bites.append((size, _ways(names)))
    return found, anywhere


def _ways(said: str) -> list[str]:
    return [way.strip() for way in said.split("|")]


def draw(count: int, *, noise: float, seed: int = 7) -> Iterator[Drawn]:
    """So many potatoes."""
    chance = random.Random(seed)
    known, anywhere = families()
    names = sorted(known)
    for _ in range(count):
        name, language = chance.choice(names), chance.choice(("en", "fr"))
        tongue = known[name][language]
        said = f"{chance.choice(STARTS[language])} {chance.choice(tongue.hurts)}"
        steps = list(_steps(name, tongue, anywhere[language], chance, noise))
        yield Drawn(said, f"{chance.choice(ENDS[language])} {chance.choice(ENDS[language])}", steps)


def _steps(name: str, tongue: Tongue, anywhere: Sequence[str], chance: random.Random, noise: float) -> Iterator[Step]:
    for number, (size, ways) in enumerate(tongue.bites):
        if chance.random() < HAS_BITE:
            yield Step(f"{name} {number}", chance.choice(ways), size)
        if chance.random() < noise:
            yield Step("", chance.choice(anywhere), chance.choice(Size.values))


def resolved(drawn: Sequence[Drawn], *, community: Community, by: Person, at: dt.datetime) -> Corpus:
    """The rows: closed, every bite eaten by one person."""
    issues = Issue.objects.bulk_create(
        Issue(
            title=one.title, description=one.description, community=community, reporter=by, owner=by, owned_since=at,
            flagged_at=at, resolved_at=at, closed_at=at, heat_at=at, progress_at=at, status=Status.CLOSED,
            task_total=len(one.steps), task_done=len(one.steps),
        )
        for one in drawn
    )  # fmt: skip
    tasks = Task.objects.bulk_create(
        Task(
            issue=issue, title=step.title, size=step.size, effort=step.size, status=TaskStatus.DONE, position=place,
            proposed_by=by, assignee=by, created=at, touched_at=at, finished_at=at,
        )
        for issue, one in zip(issues, drawn, strict=True)
        for place, step in enumerate(one.steps, 1)
    )  # fmt: skip
    steps = [step for one in drawn for step in one.steps]
    return Corpus(issues, {task.pk: step.kind for task, step in zip(tasks, steps, strict=True)})
