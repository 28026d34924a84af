"""What falls due for customers: letters to their contacts, and reminders of what was promised to them."""

from __future__ import annotations

from esn.activity.due import job
from esn.activity.models import DueJob
from esn.lib.mail import send
from issues import mailing
from issues.actions import letters, promising


@job(letters.KIND, inside=False)
def mail(due: DueJob) -> None:
    """Send a letter to a contact; one that nobody waits for any more is left."""
    letter = letters.claim(due.payload["letter"])
    if letter is not None:
        send(mailing.compose(letter))
        letters.sent(letter)


@job(promising.SOON, inside=True)
def soon(due: DueJob) -> None:
    """News is due before long."""
    promising.remind_before(due.payload["issue"], promised=due.payload["promised"])


@job(promising.DUE, inside=True)
def now_due(due: DueJob) -> None:
    """News is due."""
    promising.remind_when_due(due.payload["issue"], promised=due.payload["promised"])
