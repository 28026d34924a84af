"""Who tastes a bite when its reviewer is away or gone: as with a potato, somebody is always there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from esn.activity.clock import now
from esn.activity.spine import record
from issues import events, policies
from issues.actions.tasks import locked
from issues.lifecycle import LIVE_TASK, OPEN, TaskStatus
from issues.models import Issue, Task
from issues.watching import line_of, present_substitute
from people.models import Person


def pass_tasting_on(tasks: Iterable[Task], *, by: Person | None) -> None:
    """Give each to whoever tastes in place of its reviewer; only what is still live, in a potato that is open."""
    for task in tasks:
        mine = locked(task)
        if mine.status in LIVE_TASK and mine.issue.is_open:
            pass_on(mine, by=by)


def relieve(task: Task, *, by: Person | None) -> None:
    """A locked bite whose reviewer is away or gone at the moment gets another."""
    if task.reviewer and task.reviewer != by and present_substitute(task.reviewer, now()) != task.reviewer:
        pass_on(task, by=by)


def pass_on(task: Task, *, by: Person | None) -> None:
    """Put another in the place of a locked bite's reviewer, and tell him."""
    before = task.reviewer
    if before is None:
        return
    task.reviewer = stand_in(task, before)
    task.version += 1
    task.save(update_fields=["reviewer", "version"])
    record(events.taster_changed, task, by=by, to=task.reviewer, **{"from": before})


def stand_in(task: Task, before: Person) -> Person:
    """His substitute, the holder, or the next of the line of the watch: who is here, sees it, and neither eats it nor
    hunts it, as nobody names a hunter either. Where nobody is left, the holder.
    """
    barred = {before.pk, task.assignee_id or 0, *policies.hunters_of(task.issue)}
    free = (person for person in _line(task.issue, before) if person.pk not in barred)
    return next((person for person in free if _can_taste(person, task.issue)), task.issue.owner)


def _line(issue: Issue, before: Person) -> Iterator[Person]:
    for person in (before, issue.owner):
        here = present_substitute(person, now())
        if here is not None:
            yield here
    yield from line_of(issue.community, now())


def _can_taste(person: Person, issue: Issue) -> bool:
    sees = Issue.objects.visible_to(person).filter(pk=issue.pk)
    return person.is_active and not person.is_ghost and sees.exists()


def waiting_for(person: Person) -> QuerySet[Task]:
    """The finished bites that wait for his word."""
    return promised_by(person).filter(status=TaskStatus.REVIEW)


def promised_by(person: Person) -> QuerySet[Task]:
    """All live bites of open potatoes that he is to taste, now or once they are eaten."""
    live = Task.objects.filter(reviewer=person, status__in=LIVE_TASK, issue__status__in=OPEN)
    return live.select_related("issue").order_by("issue", "pk")
