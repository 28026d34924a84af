"""The outline of a potato's bites: a tree in the order of the table, each row with what its reader may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from esn.ui import Action
from issues.lifecycle import EATEN_AT, LIVE_TASK, TaskStatus
from issues.models import Issue, Task
from issues.reading.abilities import Abilities
from people.models import Person

MOST_SHOWN = 1000


@dataclass(frozen=True)
class Row:
    """A bite in the outline: what templates/ui/ asks of an esn.ui.Bite, and what opens beside it.

    `main` is the one act in the row, `menu` the rest; a bite that its reader eats is finished by one of four sizes
    sent to `finish`.
    """

    task: Task
    state: str
    why: str
    main: Action | None = None
    finish: str = ""
    menu: list[Action] = field(default_factory=list)
    children: list[Row] = field(default_factory=list)

    @property
    def who(self) -> Person | None:
        """Its eater."""
        return self.task.assignee

    @property
    def target(self) -> str:
        """What an act of the page replaces."""
        return page_target(self.task)

    @property
    def skills(self) -> str:
        """What it needs."""
        return ", ".join(skill.name for skill in self.task.skills.all())


def outline(issue: Issue, may: Abilities) -> list[Row]:
    """The tree, in three queries whatever its size; cancelled bites are left out unless something hangs on them."""
    tasks = Task.objects.filter(issue=issue).select_related("assignee", "reviewer").order_by("position", "id")
    found = list(tasks.prefetch_related("skills", "depends_on")[:MOST_SHOWN])
    known = {task.pk for task in found}
    below: dict[int, list[Task]] = defaultdict(list)
    for task in found:
        below[task.parent_id if task.parent_id in known else 0].append(task)
    return _rows(below[0], below, issue, may)


def _rows(tasks: list[Task], below: dict[int, list[Task]], issue: Issue, may: Abilities) -> list[Row]:
    rows = [replace(row_of(task, issue, may), children=_rows(below[task.pk], below, issue, may)) for task in tasks]
    shown = [row for row in rows if row.state != TaskStatus.CANCELLED or row.children]
    for at, row in enumerate(shown):
        row.menu.extend(_order(shown, at) if "add" in may else ())
    return shown


def _order(rows: list[Row], at: int) -> Iterable[Action]:
    """Up and down for whoever drags by keyboard."""
    url = reverse("issues:reorder", args=[rows[at].task.pk])
    target = page_target(rows[at].task)
    if at > 0:
        before = {"before": str(rows[at - 1].task.pk)}
        yield Action(_("Move up"), url, "arrow-up", target=target, fields=before)
    if at + 1 < len(rows):
        before = {"before": str(rows[at + 2].task.pk) if at + 2 < len(rows) else ""}
        yield Action(_("Move down"), url, "arrow-down", target=target, fields=before)


def row_of(task: Task, issue: Issue, may: Abilities) -> Row:
    """One row, without what hangs below it."""
    mine = task.assignee_id == may.standing.person.pk
    state = "blocked" if task.is_blocked else task.status
    main = _main(task, may, mine=mine) if issue.is_open else None
    finish = ""
    if issue.is_open and mine and task.status in (TaskStatus.TAKEN, TaskStatus.DOING):
        finish = reverse("issues:task-act", args=[task.pk, "finish"])
    return Row(task, state, _why(task), main, finish, menu_of(task, issue, may))


def page_target(task: Task) -> str:
    """What an act of the page replaces."""
    return f"page-{task.issue_id}"


def _why(task: Task) -> str:
    if task.is_blocked:
        return task.blocked_reason
    needs = [needed.title for needed in task.depends_on.all() if needed.status in LIVE_TASK]
    if needs and task.status not in EATEN_AT:
        return _("waits for: %(titles)s") % {"titles": ", ".join(needs[:3])}
    return ""


def _main(task: Task, may: Abilities, *, mine: bool) -> Action | None:
    target = page_target(task)
    if task.status == TaskStatus.OPEN and "take" in may:
        url = reverse("issues:take", args=[task.pk])
        return Action(_("Take"), url, kind="plain", target=target, key="t", say=_("Take: %s") % task.title)
    if task.status == TaskStatus.PROPOSED and "steer" in may:
        url = reverse("issues:task-act", args=[task.pk, "approve"])
        return Action(_("Approve"), url, kind="plain", target=target, say=_("Approve: %s") % task.title)
    if task.status == TaskStatus.REVIEW and _tastes(task, may):
        url = reverse("issues:task-act", args=[task.pk, "review"])
        return Action(_("Taste"), url, kind="plain", method="get", say=_("Taste: %s") % task.title)
    if task.is_blocked and mine:
        url = reverse("issues:task-act", args=[task.pk, "unblock"])
        return Action(_("Go on"), url, kind="plain", target=target, say=_("Go on: %s") % task.title)
    return None


def _tastes(task: Task, may: Abilities) -> bool:
    person = may.standing.person
    return task.reviewer_id == person.pk if task.reviewer_id else "hold" in may


def menu_of(task: Task, issue: Issue, may: Abilities) -> list[Action]:
    """All that the reader may do with a bite beside its one main act."""
    if not issue.is_open:
        return []
    person = may.standing.person
    mine = task.assignee_id == person.pk
    rules = {
        "start": mine and task.status == TaskStatus.TAKEN,
        "return": task.status in EATEN_AT and (mine or "steer" in may),
        "block": mine and task.status in EATEN_AT and not task.is_blocked,
        "unblock": task.is_blocked and (mine or "steer" in may),
        "ask": task.status == TaskStatus.OPEN and "add" in may,
        "split": task.status in LIVE_TASK and "add" in may,
        "edit": mine or task.proposed_by_id == person.pk or "steer" in may,
        "cancel": task.status in LIVE_TASK and (mine or task.proposed_by_id == person.pk or "steer" in may),
    }
    return [_entry(task, name) for name, allowed in rules.items() if allowed]


def _entry(task: Task, name: str) -> Action:
    label, icon, is_tap = {
        "start": (_("Start"), "play", True),
        "return": (_("Put it back"), "undo-2", True),
        "block": (_("Stuck"), "octagon-alert", False),
        "unblock": (_("Go on"), "play", True),
        "ask": (_("Ask somebody"), "user-plus", False),
        "split": (_("Cut it smaller"), "scissors", False),
        "edit": (_("Edit"), "pencil", False),
        "cancel": (_("Off the menu"), "circle-x", False),
    }[name]
    url = reverse("issues:task-act", args=[task.pk, name])
    return Action(label, url, icon, method="post" if is_tap else "get", target=page_target(task))
