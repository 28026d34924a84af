"""Going away and coming back."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.horizon import check_near
from esn.activity.spine import action, plant, record, unplant
from esn.lib.errors import Conflict, Refused
from esn.lib.text import check_text
from people import events, leaving, policies
from people.models import Absence, Person

LONGEST_NOTE = 200
_ONE_AT_A_TIME = 7_020_601  # the key of an advisory lock: circles of substitutes cannot be seen row by row


@action
def start_absence(
    person: Person,
    *,
    by: Person,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    substitute: Person | None = None,
    note: str = "",
) -> Absence:
    """The person is away from `starts_at` until `ends_at` (aware), and `substitute` stands in; what they hold moves on
    when it begins.

    Raises Forbidden, Refused for times that make no sense or a substitute who cannot, Conflict beside another absence.
    """
    policies.check_send_away(by, person)
    _one_at_a_time()
    kept: Person = Person.objects.locked(person)
    absence = Absence(
        person=kept,
        starts_at=starts_at,
        ends_at=ends_at,
        substitute=substitute,
        note=check_text(note.strip(), most=LONGEST_NOTE, name="note"),
    )
    _check_times(absence)
    if substitute is not None:
        _check_substitute(absence, substitute)
    absence.save()
    begin_or_plant(absence, by=by)
    return absence


def begin_or_plant(absence: Absence, *, by: Person | None) -> None:
    """Begin the absence if its time has come, else when it comes; either way it ends by itself."""
    if absence.starts_at <= now():
        begin(absence, by=by)
    else:
        plant("people.away", key=f"absence:{absence.pk}:start", due_at=absence.starts_at, absence=absence.pk)
    plant("people.back", key=f"absence:{absence.pk}:end", due_at=absence.ends_at, absence=absence.pk)


@action
def begin(absence: Absence, *, by: Person | None) -> None:
    """The absence has begun: what the person holds moves on."""
    person: Person = Person.objects.locked(absence.person)
    record(events.absent, person, by=by, until=absence.ends_at, substitute=absence.substitute)
    leaving.tell(person, by)


@action
def end_absence(absence: Absence, *, by: Person) -> None:
    """The person is back early, or the plan is given up; an absence that never began leaves no trace.

    Raises Forbidden, or Conflict once it is over.
    """
    policies.check_send_away(by, absence.person)
    person: Person = Person.objects.locked(absence.person)
    kept = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if kept is None or kept.ends_at <= now():
        raise Conflict(_("This absence is already over."))
    unplant(f"absence:{kept.pk}:start")
    unplant(f"absence:{kept.pk}:end")
    if kept.starts_at >= now():
        kept.delete()
        return
    kept.ends_at = now()
    kept.save(update_fields=["ends_at"])
    record(events.back, person, by=by)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _check_times(absence: Absence) -> None:
    check_near(absence.starts_at, field="starts_at")
    check_near(absence.ends_at, field="ends_at")
    if absence.ends_at <= absence.starts_at:
        raise Refused(_("An absence ends after it begins."), field="ends_at")
    if absence.ends_at <= now():
        raise Refused(_("This is already over."), field="ends_at")
    if absence.person.absences.overlapping(absence.starts_at, absence.ends_at).exists():
        raise Conflict(_("%(name)s is already away in that time.") % {"name": absence.person.name}, "already_away")


def _check_substitute(absence: Absence, substitute: Person) -> None:
    if not substitute.is_active or substitute.is_ghost or substitute.is_guest:
        raise Refused(_("%(name)s cannot stand in.") % {"name": substitute.name}, field="substitute")
    met, chain = {absence.person_id}, substitute.pk
    while chain not in met:
        met.add(chain)
        theirs = Absence.objects.overlapping(absence.starts_at, absence.ends_at).filter(person_id=chain)
        onward = theirs.exclude(substitute=None).values_list("substitute_id", flat=True).first()
        if onward is None:
            return
        chain = onward
    if chain == absence.person_id:
        raise Refused(_("Then nobody would be there: each stands in for the next."), "circle", "substitute")
