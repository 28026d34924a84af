"""What falls due about people: absences that begin and end."""

from __future__ import annotations

from esn.activity.due import job
from esn.activity.models import DueJob
from esn.activity.spine import record
from people import events
from people.actions import absences
from people.models import Absence


@job("people.away", inside=True)
def away(due: DueJob) -> None:
    """An absence that was planned begins."""
    absence = _absence(due)
    if absence is not None:
        absences.begin(absence, by=None)


@job("people.back", inside=True)
def back(due: DueJob) -> None:
    """An absence is over by itself."""
    absence = _absence(due)
    if absence is not None:
        record(events.back, absence.person, by=None)


def _absence(due: DueJob) -> Absence | None:
    found = Absence.objects.select_related("person", "substitute").filter(pk=due.payload["absence"])
    return found.first()
