"""How much somebody has on the plate, and the leave of a moderator to take one more than that."""

from __future__ import annotations

from esn.activity import history
from feeds.models import Membership
from issues.models import Task
from people.models import Person

ASKED = "task.asked"


def full(person: Person) -> int | None:
    """How many bites are on a plate that is full; None while there is room for one more."""
    held = Task.objects.held_by(person).count()
    return held if held >= person.appetite else None


def leave(task: Task, person: Person) -> str:
    """Why a moderator asked the person to take this bite, in his words; nothing if none did."""
    rows = history.of("task", task.pk).filter(name=ASKED, facts__to=person.pk).reverse()
    moderators = set(
        Membership.objects.moderators().filter(community=task.issue.community).values_list("person_id", flat=True)
    )
    reasons = (str(row.facts.get("note", "")).strip() for row in rows if row.actor_id in moderators)
    return next((reason for reason in reasons if reason), "")
