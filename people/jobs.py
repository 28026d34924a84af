"""What falls due about people: absences that begin and end, letters that go out."""

from __future__ import annotations

from esn.activity.due import job
from esn.activity.models import DueJob
from esn.activity.spine import record
from esn.lib.mail import send
from people import events, letters
from people.actions import absences
from people.models import Absence, Person


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


@job("people.letter", inside=False)
def letter(due: DueJob) -> None:
    """Send an invitation or the link to a new password, unless the person has left since."""
    person = Person.objects.filter(pk=due.payload["person"], is_active=True).exclude(email="").first()
    if person is not None:
        write = letters.invitation if due.payload["letter"] == "invitation" else letters.password
        send(write(person, key=str(due.pk)))
