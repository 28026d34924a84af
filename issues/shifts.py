"""Who is on watch when, read from the rota, its exceptions and who is here; and the gaps that come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from feeds.models import Community
from issues.models import Rota, Shift
from issues.rota import Plan, Span, laid_over
from people.models import Absence, Person

AHEAD = dt.timedelta(days=28)
INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Turn:
    """A stretch of watch as people read it: who has it, who really is here, or why nobody is."""

    start: dt.datetime
    end: dt.datetime
    person: Person | None
    is_gap: bool


def plan_of(rota: Rota) -> Plan:
    """The rota as the computation takes it."""
    lines: dict[bool, list[int]] = {False: [], True: []}
    for place in rota.places.all():
        lines[place.is_weekend].append(place.person_id)
    return Plan(
        zone=ZoneInfo(rota.zone),
        rhythm=rota.rhythm,
        turns_at=rota.turns_at,
        turns_on=rota.turns_on,
        starts_on=rota.starts_on,
        week=tuple(lines[False]),
        weekend=tuple(lines[True]) if rota.has_weekends_apart else None,
    )


def spans_of(community: Community, since: dt.datetime, until: dt.datetime) -> list[Span]:
    """Whose watch it is between two moments: the rota with its exceptions; nothing without either."""
    rota = Rota.objects.filter(community=community).prefetch_related("places").first()
    exceptions = Shift.objects.filter(community=community, starts_at__lt=until, ends_at__gt=since)
    laid = [Span(shift.starts_at, shift.ends_at, shift.person_id) for shift in exceptions]
    if rota is None and not laid:
        return []
    return laid_over(plan_of(rota).spans(since, until) if rota else [Span(since, until, None)], laid)


def shift_at(community: Community, moment: dt.datetime) -> Person | None:
    """Who has the watch at that moment by the rota and its exceptions, here or not; None where nobody has it."""
    span = next((span for span in spans_of(community, moment, moment + INSTANT) if span.covers(moment)), None)
    if span is None or span.person is None:
        return None
    return _able(community).get(span.person)


def _able(community: Community) -> dict[int, Person]:
    """The active members, who alone can have the watch."""
    return {person.pk: person for person in Person.objects.active().filter(memberships__community=community)}


def turns(community: Community, since: dt.datetime, *, ahead: dt.timedelta = AHEAD) -> list[Turn]:
    """What comes, cut where somebody goes away: a gap is where the one whose watch it is has left or is away."""
    until = since + ahead
    able, away = _able(community), list(Absence.objects.overlapping(since, until))
    found: list[Turn] = []
    for span in spans_of(community, since, until):
        person = able.get(span.person) if span.person else None
        found += _cut(span, person, [absence for absence in away if person and absence.person_id == person.pk])
    return found


def _cut(span: Span, person: Person | None, absences: list[Absence]) -> Iterator[Turn]:
    """The span in pieces: nobody's at all, or here and away in turns."""
    if person is None:
        yield Turn(span.start, span.end, None, is_gap=True)
        return
    edges = {span.start, span.end}
    for absence in absences:
        edges |= {edge for edge in (absence.starts_at, absence.ends_at) if span.covers(edge)}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        is_away = any(absence.starts_at <= start < absence.ends_at for absence in absences)
        yield Turn(start, end, person, is_gap=is_away)


def next_people(community: Community, moment: dt.datetime) -> Iterator[Person]:
    """Those whose turns come after the one that runs at `moment`, in their order, gaps left out."""
    for turn in turns(community, moment):
        if turn.start > moment and turn.person and not turn.is_gap:
            yield turn.person
