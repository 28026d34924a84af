"""The outline of a potato's bites: a tree in the order of the table, each row with what its reader may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from esn import moments
from esn.ui import Action
from issues.lifecycle import EATEN_AT, LIVE_TASK, TaskStatus
from issues.models import Extension, Issue, Task
from issues.policies import taster_of
from issues.reading.abilities import Abilities
from people.models import Person

MOST_SHOWN = 1000


@dataclass(frozen=True)
class Row:
    """A bite in the outline: what templates/ui/ asks of an esn.ui.Bite, and what opens beside it.

    `mark` is said of the critical bite; `main` is the one act in the row, `menu` the rest; a bite that its reader eats
    is finished by one of four sizes sent to `finish`; one that waits for others is not offered, and `why` names them.
    """

    task: Task
    state: str
    why: str
    main: Action | None = None
    finish: str = ""
    mark: str = ""
    menu: list[Action] = field(default_factory=list)
    children: list[Row] = field(default_factory=list)

    @property
    def who(self) -> Person | None:
        """Its eater."""
        return self.task.assignee

    @property
    def waits(self) -> bool:
        """It could be taken, were it not for the bites that it waits for."""
        return self.task.status == TaskStatus.OPEN and bool(needs_of(self.task))

    @property
    def target(self) -> str:
        """What an act of the page replaces."""
        return page_target(self.task)

    @property
    def skills(self) -> str:
        """What it needs."""
        return ", ".join(skill.name for skill in self.task.skills.all())


@dataclass(frozen=True)
class Beside:
    """What the bites of a potato need beside themselves: the requests for more time, and the critical bite's mark."""

    wishes: Mapping[int, Extension] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)


def tasks_of(issue: Issue) -> list[Task]:
    """All its bites in their order, with their people, skills and dependencies; three queries."""
    tasks = Task.objects.filter(issue=issue).select_related("assignee", "reviewer").order_by("position", "id")
    return list(tasks.prefetch_related("skills", "depends_on")[:MOST_SHOWN])


def wishes_of(tasks: Sequence[Task]) -> dict[int, Extension]:
    """The requests for more time that wait for an answer, by bite: of whoever eats it now; one query."""
    rows = Extension.objects.waiting().filter(task__in=tasks)
    return {wish.task_id: wish for wish in rows.select_related("asked_by")}


def outline(issue: Issue, may: Abilities, tasks: Sequence[Task], beside: Beside) -> list[Row]:
    """The tree; cancelled bites are left out unless something hangs on them. No query."""
    known = {task.pk for task in tasks}
    below: dict[int, list[Row]] = defaultdict(list)
    for task in reversed(tasks):
        row = row_of(task, issue, may, beside)
        under = task.parent_id if task.parent_id in known else 0
        below[under or 0].insert(0, row)
    return _shown(0, below, may)


def _shown(pk: int, below: Mapping[int, list[Row]], may: Abilities) -> list[Row]:
    rows = [replace(row, children=_shown(row.task.pk, below, may)) for row in below.get(pk, [])]
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


def row_of(task: Task, issue: Issue, may: Abilities, beside: Beside) -> Row:
    """One row, without what hangs below it."""
    wish = beside.wishes.get(task.pk)
    mine = task.assignee_id == may.standing.person.pk
    state = "blocked" if task.is_blocked else task.status
    main = _main(task, issue, may, wish, mine=mine) if issue.is_open else None
    finish = ""
    if issue.is_open and mine and task.status in (TaskStatus.TAKEN, TaskStatus.DOING):
        finish = reverse("issues:task-act", args=[task.pk, "finish"])
    mark = beside.marks.get(task.pk, "")
    return Row(task, state, _why(task, wish), main, finish, mark, menu_of(task, issue, may, wish))


def page_target(task: Task) -> str:
    """What an act of the page replaces."""
    return f"page-{task.issue_id}"


def needs_of(task: Task) -> list[str]:
    """The titles of the live bites that it waits for; its dependencies should be loaded."""
    return [needed.title for needed in task.depends_on.all() if needed.status in LIVE_TASK]


def _why(task: Task, wish: Extension | None) -> str:
    if task.is_blocked:
        return task.blocked_reason
    if wish:
        words = {"name": wish.asked_by.first_name, "when": moments.short(wish.due_at), "reason": wish.reason}
        return _("%(name)s asks for time until %(when)s: %(reason)s") % words
    needs = needs_of(task)
    if needs and task.status not in EATEN_AT:
        return _("waits for: %(titles)s") % {"titles": ", ".join(needs[:3])}
    if task.raised_at and task.status == TaskStatus.OPEN:
        return _("nobody has taken it since %(when)s") % {"when": moments.short(task.touched_at)}
    return ""


def _main(task: Task, issue: Issue, may: Abilities, wish: Extension | None, *, mine: bool) -> Action | None:
    target = page_target(task)
    if wish and "steer" in may and not mine:
        url = reverse("issues:task-act", args=[task.pk, "grant"])
        return Action(_("Grant"), url, kind="plain", target=target, say=_("Give more time: %s") % task.title)
    if task.status == TaskStatus.OPEN and "take" in may and not needs_of(task):
        url = reverse("issues:take", args=[task.pk])
        return Action(_("Take"), url, kind="plain", target=target, key="t", say=_("Take: %s") % task.title)
    if task.status == TaskStatus.PROPOSED and "steer" in may:
        url = reverse("issues:task-act", args=[task.pk, "approve"])
        return Action(_("Approve"), url, kind="plain", target=target, say=_("Approve: %s") % task.title)
    if task.status == TaskStatus.REVIEW and taster_of(task, issue) == may.standing.person.pk:
        url = reverse("issues:task-act", args=[task.pk, "review"])
        return Action(_("Taste"), url, kind="plain", method="get", say=_("Taste: %s") % task.title)
    if task.is_blocked and mine:
        url = reverse("issues:task-act", args=[task.pk, "unblock"])
        return Action(_("Go on"), url, kind="plain", target=target, say=_("Go on: %s") % task.title)
    return None


def menu_of(task: Task, issue: Issue, may: Abilities, wish: Extension | None = None) -> list[Action]:
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
        "grant": wish is not None and "steer" in may,
        "refuse-more": wish is not None and "steer" in may,
        "extend": task.due_at is not None and task.status in LIVE_TASK and (mine or "steer" in may),
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
        "grant": (_("Give more time"), "clock", True),
        "refuse-more": (_("No more time"), "x", False),
        "extend": (_("More time"), "clock", False),
        "ask": (_("Ask somebody"), "user-plus", False),
        "split": (_("Cut it smaller"), "scissors", False),
        "edit": (_("Edit"), "pencil", False),
        "cancel": (_("Off the menu"), "circle-x", False),
    }[name]
    url = reverse("issues:task-act", args=[task.pk, name])
    return Action(label, url, icon, method="post" if is_tap else "get", target=page_target(task))
