"""Composing a digest into the ledger, planning its sending, and saying when one wants it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from digests.composing import Letter, write
from digests.due import Due, due
from digests.models import Digest, Frequency, Rhythm, State
from digests.sections import Window
from esn.activity.spine import action, plant
from people.models import Person

COMPOSE, SEND = "digests.compose", "digests.send"
PATIENCE = dt.timedelta(minutes=2)
"""How long a composed digest may lie before its sending is planned anew."""
SPANS = {Frequency.DAILY: dt.timedelta(days=1), Frequency.WEEKLY: dt.timedelta(days=7)}
LONGEST = dt.timedelta(days=7)


@action
def plan(at: dt.datetime) -> int:
    """Plant what is due at `at` and not in the ledger, and what lies composed though it should be sent."""
    planted = 0
    stale = set(Digest.objects.unsent().filter(composed_at__lt=timezone.now() - PATIENCE).values_list("pk", flat=True))
    for item in due(at):
        if item.digest is None:
            plant(COMPOSE, key=f"{COMPOSE}:{item.key}", due_at=at, **packed(item))
        elif item.digest in stale:
            plant(SEND, key=f"{SEND}:{item.digest}", due_at=at, digest=item.digest)
        else:
            continue
        planted += 1
    return planted


def packed(item: Due) -> dict[str, object]:
    """What the job that composes it must know."""
    hour = item.hour.isoformat("minutes")
    return {"person": item.person_id, "frequency": item.kind, "day": item.period.day, "hour": hour}


@action
def compose(item: Due, *, at: dt.datetime, send_at: dt.datetime) -> Digest:
    """Write the digest as of `at` into the ledger, and plan its sending; one that is written stays as it is.

    One that had nothing to say is looked at again: no mail went out for its period.
    """
    person = Person.objects.get(pk=item.person_id)
    window = Window(person, _since(person, item, at), at)
    digest, _new = Digest.objects.select_for_update().get_or_create(
        person=person,
        kind=item.kind,
        period=item.period.day,
        defaults={"state": State.EMPTY, "since": window.since, "until": at, "composed_at": timezone.now()},
    )
    if digest.state == State.EMPTY:
        keep(digest, write(window, kind=item.kind, hour=item.hour), window)
    if digest.state == State.COMPOSED:
        plant(SEND, key=f"{SEND}:{digest.pk}", due_at=send_at, digest=digest.pk)
    return digest


def _since(person: Person, item: Due, at: dt.datetime) -> dt.datetime:
    """From the end of the one before on, or a whole span back; never more than a week."""
    before = Digest.objects.of(person).filter(state=State.SENT, until__lt=at).first()
    return max(before.until, at - LONGEST) if before else at - SPANS[Frequency(item.kind)]


def keep(digest: Digest, letter: Letter | None, window: Window) -> None:
    """Put the letter, or that there is none, into its row."""
    digest.state = State.COMPOSED if letter else State.EMPTY
    digest.since, digest.until, digest.composed_at = window.since, window.until, timezone.now()
    if letter:
        digest.subject, digest.text, digest.html = letter.subject[:200], letter.text, letter.html
        digest.things = letter.things
    digest.save()


@action
def set_rhythm(person: Person, *, frequency: str, hour: dt.time, weekday: int) -> Rhythm:
    """When the person's digest comes."""
    rhythm, _new = Rhythm.objects.update_or_create(
        person=person, defaults={"frequency": frequency, "hour": hour, "weekday": weekday}
    )
    return rhythm


@action
def stop(person: Person) -> Rhythm:
    """No digest any more, not even one that is composed already."""
    rhythm, _new = Rhythm.objects.update_or_create(person=person, defaults={"frequency": Frequency.OFF})
    return rhythm


def rhythm_of(person: Person) -> Rhythm:
    """The person's rhythm, or the default one, not saved."""
    return Rhythm.objects.filter(person=person).first() or Rhythm(person=person)
