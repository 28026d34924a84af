"""Which notifications go into which letter: one letter a person in ten minutes at the most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from esn.activity.clock import now
from esn.activity.models import DueJob, DueState
from esn.activity.spine import action, plant
from notifications.models import Hours, Notification
from notifications.wishes import hours_of
from people.models import Person

KIND = "notifications.mail"
GRACE = dt.timedelta(minutes=1)
"""So that what is read at once is not mailed as well."""
PAUSE = dt.timedelta(minutes=10)
STUCK = dt.timedelta(minutes=15)
KEPT_TRYING = dt.timedelta(days=2)


def key_of(person_id: int) -> str:
    """The key of the person's next letter."""
    return f"{KIND}:{person_id}"


@action
def plan(person_ids: Collection[int], *, urgent: Collection[int] = ()) -> None:
    """Let a letter to each of these people fall due, unless one does already; those `urgent` wait for no hunt."""
    if not person_ids:
        return
    due = DueJob.objects.filter(key__in=[key_of(pk) for pk in person_ids], state=DueState.DUE)
    planned = dict(due.values_list("key", "due_at"))
    hours = hours_of(person_ids)
    for person_id in person_ids:
        key = key_of(person_id)
        due_at = _due_at(hours.get(person_id), is_urgent=person_id in urgent)
        due_at = min(planned.get(key, due_at), due_at)
        plant(KIND, key=key, due_at=due_at, person=person_id)


def _due_at(hours: Hours | None, *, is_urgent: bool) -> dt.datetime:
    soon = now() + GRACE
    if hours is None:
        return soon
    return hours.next_allowed(max(soon, hours.mailed_at + PAUSE) if hours.mailed_at else soon, is_urgent=is_urgent)


@action
def claim(person: Person, *, job: int) -> list[Notification]:
    """What the letter of this due job holds: fixed at its first attempt, so that a repeat is the same letter.

    While the person hunts it holds emergencies alone; the rest has a letter of its own when the hunt is over.
    """
    own = Notification.objects.filter(person=person)
    hours = hours_of([person.pk]).get(person.pk)
    is_hunting = hours is not None and hours.is_hunting(now())
    if not own.in_letter(job).exists():
        waiting = own.awaiting_mail()
        (waiting.filter(is_urgent=True) if is_hunting else waiting).update(mail_job=job)
    if is_hunting and own.awaiting_mail().exists():
        plan({person.pk})
    return list(own.in_letter(job).for_lines())


@action
def sent(person: Person, *, job: int) -> None:
    """The letter went out."""
    Notification.objects.filter(person=person).in_letter(job).update(mailed_at=now())
    Hours.objects.update_or_create(person=person, defaults={"mailed_at": now()})


@action
def drop(person: Person, *, job: int) -> None:
    """No letter: nothing is left to say in it."""
    Notification.objects.filter(person=person).in_letter(job).update(by_mail=False)


@action
def drop_all(person_id: int) -> None:
    """No letter at all: there is nobody to write to."""
    Notification.objects.filter(person=person_id, by_mail=True, mailed_at=None).update(by_mail=False)


@action
def rescue() -> int:
    """Plan anew what a letter that failed for good has left behind; returns to how many people."""
    late = Notification.objects.filter(
        by_mail=True, mailed_at=None, created__range=(now() - KEPT_TRYING, now() - STUCK)
    )
    waiting = set(late.order_by().values_list("person", flat=True).distinct())
    alive = DueJob.objects.filter(
        key__in=[key_of(pk) for pk in waiting], state__in=(DueState.DUE, DueState.RUNNING)
    ).values_list("key", flat=True)
    stranded = {pk for pk in waiting if key_of(pk) not in set(alive)}
    late.filter(person__in=stranded).update(mail_job=None)
    plan(stranded)
    return len(stranded)
