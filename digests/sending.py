"""Sending a composed digest: once, whoever is killed and however many senders there are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from digests.actions import keep, rhythm_of
from digests.composing import write
from digests.links import unsubscribe_path
from digests.models import Digest, Frequency, State
from digests.sections import Window
from esn.activity.spine import action
from esn.lib.mail import Mail, message_id_for, send
from notifications.sentences import visible
from people.models import Person


class Outcome(Enum):
    """What came of it."""

    SENT = "sent"
    DROPPED = "dropped"
    NOT_MINE = "not mine"


@action
def deliver(pk: int, *, connection: BaseEmailBackend | None = None) -> Outcome:
    """Send the digest and mark it sent; its row is locked meanwhile, and free at once when the sender dies.

    Between the mail server's yes and the commit a kill leaves it unsent: then it goes out once more, under the same
    Message-ID. Raises SMTPException or OSError if the mail server does not take it: it stays unsent.
    """
    digest = Digest.objects.free(pk)
    if digest is None:
        return Outcome.NOT_MINE
    if not _still_wanted(digest) or not _still_true(digest):
        digest.state = State.DROPPED
        digest.save(update_fields=["state"])
        return Outcome.DROPPED
    send(mail_of(digest), connection=connection)
    digest.state, digest.sent_at = State.SENT, timezone.now()
    digest.save(update_fields=["state", "sent_at"])
    return Outcome.SENT


def _still_wanted(digest: Digest) -> bool:
    person = digest.person
    is_there = person.is_active and not person.is_ghost and person.email
    return bool(is_there and rhythm_of(person).frequency != Frequency.OFF)


def _still_true(digest: Digest) -> bool:
    """Whether the person still sees all it speaks of; else it is written anew, and may come out empty."""
    if not lost(digest.things, digest.person):
        return True
    window = Window(digest.person, digest.since, digest.until)
    keep(digest, write(window, kind=digest.kind, hour=rhythm_of(digest.person).hour), window)
    return digest.state == State.COMPOSED


def lost(things: Mapping[str, list[int]], person: Person) -> bool:
    """Whether something of all these things is out of the person's sight now."""
    return any(set(ids) - visible(kind, ids, person) for kind, ids in things.items())


def mail_of(digest: Digest) -> Mail:
    """The digest as a mail, with the headers by which a mail program stops it in one click (RFC 8058)."""
    stop = f"{settings.BASE_URL}{unsubscribe_path(digest.person)}"
    return Mail(
        to=digest.person.email,
        subject=digest.subject,
        text=digest.text,
        html=digest.html,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        message_id=message_id_for("digest", digest.pk),
    )
