"""The watch of a community to be read: now, next, what comes with its gaps, and who changed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from esn import moments
from esn.activity.clock import now
from esn.activity.models import Activity
from feeds.models import Community
from issues import events
from issues.models import Rota, Shift, Swap
from issues.reading import arranged
from issues.reading.arranged import Change
from issues.rota import Rhythm
from issues.shifts import Turn, turns
from issues.watching import on_watch
from people.models import Person

NAMED = tuple(
    event.name
    for event in (
        events.watch_set, events.rota_set, events.rota_ended, events.shift_set, events.shift_taken_back,
        events.swap_accepted,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Now:
    """Who is accountable now, the turns of the coming weeks, which of them runs, which comes next, which are gaps."""

    holder: Person
    turns: list[Turn]
    now: Turn | None
    next: Turn | None
    gaps: list[Turn]
    rota: Rota | None
    shifts: list[Shift]


def watch_of(community: Community) -> Now:
    """The watch as it is now."""
    moment = now()
    found = turns(community, moment)
    shifts = Shift.objects.filter(community=community, ends_at__gt=moment).select_related("person", "by")
    return Now(
        holder=on_watch(community, moment),
        turns=found,
        now=next((turn for turn in found if turn.start <= moment < turn.end), None),
        next=next((turn for turn in found if turn.start > moment and not turn.is_gap), None),
        gaps=[turn for turn in found if turn.is_gap],
        rota=Rota.objects.filter(community=community).first(),
        shifts=list(shifts),
    )


def swaps_of(community: Community, person: Person) -> list[Swap]:
    """The open questions between the person and another."""
    asked = Swap.objects.filter(Q(asked_by=person) | Q(asked_to=person), community=community, ends_at__gt=now())
    return list(asked.select_related("community", "asked_by", "asked_to"))


def changes(community: Community) -> list[Change]:
    """The latest changes, newest first, in two queries."""
    return arranged.changes(community, NAMED, _words)


def _words(row: Activity, people: Mapping[int, str]) -> str:
    facts = {**row.facts, "to": people.get(row.facts.get("to") or 0, ""), **_stretch(row.facts)}
    if row.name == events.rota_set.name:
        facts |= {"line": _line(row.facts.get("line", ()), people), "rhythm": Rhythm(row.facts["rhythm"]).label}
    sentences = {
        events.watch_set.name: _("%(to)s stands behind the rota"),
        events.rota_set.name: _("rota, %(rhythm)s: %(line)s"),
        events.rota_ended.name: _("no rota any more"),
        events.shift_set.name: _("%(to)s on watch, %(start)s – %(end)s"),
        events.shift_taken_back.name: _("shift of %(to)s taken back, %(start)s – %(end)s"),
        events.swap_accepted.name: _("takes the watch of %(to)s over, %(start)s – %(end)s"),
    }
    return sentences[row.name] % facts


def _line(ids: Sequence[int], people: Mapping[int, str]) -> str:
    return " → ".join(people.get(pk, "?") for pk in ids)


def _stretch(facts: Mapping[str, Any]) -> dict[str, str]:
    named = {"start": facts.get("starts_at"), "end": facts.get("ends_at")}
    return {name: moments.short(dt.datetime.fromisoformat(said)) for name, said in named.items() if said}
