"""What waits for what among a potato's bites: drawn as boxes and arrows, told in words, the critical chain marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issues.critical import Part, critical, in_order, remaining
from issues.lifecycle import EATEN_AT, LIVE_TASK, TaskStatus
from issues.models import Issue, Task
from issues.models.rules import count
from issues.rules import Rule
from people.models import Person

MOST_DRAWN = 60
MOST_LETTERS = 22
WIDE, HIGH = 176, 44
BESIDE, BELOW, MARGIN = 44, 12, 4


@dataclass(frozen=True)
class Box:
    """A bite in the drawing: its corner, what stands in it, `is_done` and whether it is on the critical chain."""

    x: int
    y: int
    title: str
    size: str
    is_done: bool
    is_critical: bool

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + 12

    @property
    def text_y(self) -> int:
        """The line of its title."""
        return self.y + 19

    @property
    def size_y(self) -> int:
        """The line of its size."""
        return self.y + 35


@dataclass(frozen=True)
class Arrow:
    """A line from a bite to one that waits for it."""

    path: str
    is_critical: bool


@dataclass(frozen=True)
class Line:
    """The same in words: a bite and the titles that it waits for."""

    title: str
    needs: str
    is_critical: bool


@dataclass(frozen=True)
class Chains:
    """The drawing, its text, the ids of the critical chain in order, and the hours that hang on its first bite."""

    boxes: list[Box]
    arrows: list[Arrow]
    lines: list[Line]
    width: int
    height: int
    critical: list[int]
    hours: float

    @property
    def holds_up(self) -> int:
        """The critical bite: the one that all the rest of the longest chain waits for."""
        return self.critical[0] if self.critical else 0


def chains(tasks: Sequence[Task]) -> Chains:
    """What is drawn of these bites; parts and dependencies should be loaded, no query is sent."""
    parts = parts_of(tasks)
    left, chain = remaining(parts), critical(parts)
    linked = _linked(tasks)[:MOST_DRAWN]
    places = _places(linked)
    on_chain = set(chain)
    arrows = [
        _arrow(places[needed.pk], places[task.pk], is_critical={task.pk, needed.pk} <= on_chain)
        for task in linked
        for needed in task.depends_on.all()
        if needed.pk in places
    ]
    boxes = [_box(task, places[task.pk], on_chain) for task in linked]
    return Chains(
        boxes=boxes,
        arrows=arrows,
        lines=[_line(task, on_chain) for task in linked],
        width=max((box.x for box in boxes), default=0) + WIDE + MARGIN,
        height=max((box.y for box in boxes), default=0) + HIGH + MARGIN,
        critical=chain,
        hours=left[chain[0]] / 60 if chain else 0,
    )


def parts_of(tasks: Sequence[Task]) -> list[Part]:
    """The live bites; one that was cut smaller waits for its parts and takes no time beside them."""
    live = {task.pk for task in tasks if task.status in LIVE_TASK}
    below: dict[int, set[int]] = {}
    for task in tasks:
        if task.parent_id in live and task.pk in live:
            below.setdefault(task.parent_id or 0, set()).add(task.pk)
    return [
        Part(
            task.pk,
            0 if task.pk in below else task.minutes,
            frozenset(needed.pk for needed in task.depends_on.all() if needed.pk in live) | below.get(task.pk, set()),
        )
        for task in tasks
        if task.pk in live
    ]


def _linked(tasks: Sequence[Task]) -> list[Task]:
    """The bites that wait for another, or that another waits for."""
    shown = [task for task in tasks if task.status != TaskStatus.CANCELLED]
    needed = {other.pk for task in shown for other in task.depends_on.all()}
    return [task for task in shown if task.pk in needed or task.depends_on.all()]


def _places(linked: Sequence[Task]) -> Mapping[int, tuple[int, int]]:
    """Where each stands: a column further right than all that it waits for, the next free row of that column."""
    known = {task.pk for task in linked}
    needs = {task.pk: {other.pk for other in task.depends_on.all()} & known for task in linked}
    columns: dict[int, int] = {}
    rows: dict[int, int] = {}
    places: dict[int, tuple[int, int]] = {}
    for part in in_order([Part(task.pk, 0, frozenset(needs[task.pk])) for task in linked]):
        column = max((columns[pk] + 1 for pk in part.needs), default=0)
        row = rows.get(column, 0)
        columns[part.id], rows[column] = column, row + 1
        places[part.id] = MARGIN + column * (WIDE + BESIDE), MARGIN + row * (HIGH + BELOW)
    return places


def _box(task: Task, place: tuple[int, int], on_chain: set[int]) -> Box:
    short = task.title if len(task.title) <= MOST_LETTERS else task.title[: MOST_LETTERS - 1].rstrip() + "…"
    return Box(*place, short, task.size, task.status == TaskStatus.DONE, task.pk in on_chain)


def _arrow(start: tuple[int, int], end: tuple[int, int], *, is_critical: bool) -> Arrow:
    x1, y1, x2, y2 = start[0] + WIDE, start[1] + HIGH // 2, end[0] - 6, end[1] + HIGH // 2
    bend = BESIDE // 2
    return Arrow(f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", is_critical)


def _line(task: Task, on_chain: set[int]) -> Line:
    return Line(task.title, ", ".join(other.title for other in task.depends_on.all()), task.pk in on_chain)


@dataclass(frozen=True)
class Heap:
    """One eater with much of what is left: who, and how much in hundredths."""

    eater: int
    name: str
    percent: int


def heap_told(person: Person, issue: Issue, tasks: Sequence[Task], *, steers: bool) -> Heap | None:
    """Who has much of it, for those who can share it out: whoever `steers`, and whoever has it himself."""
    found = heaped(tasks, most=count(issue.community_id, Rule.EATERS_SHARE) / 100)
    return found if found and (steers or found.eater == person.pk) else None


def heaped(tasks: Sequence[Task], *, most: float, least_bites: int = 3) -> Heap | None:
    """The eater with more than `most` (0 to 1) of the open effort; none while there is hardly anything to share."""
    live = [task for task in tasks if task.status in LIVE_TASK]
    minutes_of = {part.id: part.minutes for part in parts_of(tasks)}
    plates: dict[int, int] = {}
    for task in live:
        if task.status in EATEN_AT and task.assignee_id:
            plates[task.assignee_id] = plates.get(task.assignee_id, 0) + minutes_of[task.pk]
    if len(live) < least_bites or not plates:
        return None
    total = sum(minutes_of.values())
    eater, minutes = max(plates.items(), key=lambda plate: plate[1])
    names = {task.assignee_id: task.assignee.name for task in live if task.assignee}
    return Heap(eater, names[eater], round(100 * minutes / total)) if minutes > most * total else None
