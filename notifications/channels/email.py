"""Mail: what concerns a person and was not read yet, in one letter."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from esn.lib.mail import Mail, message_id_for, send
from notifications import letters
from notifications.models import Notification
from notifications.sentences import Line, lines
from notifications.wishes import Wishes
from people.models import Person

MOST = 10


def send_letter(person_id: int, *, job: int) -> None:
    """Send what is to be told to the person by mail, and still is: unread, wanted, visible.

    Raises SMTPException or OSError if the mail server does not take it.
    """
    person = Person.objects.active().exclude(email="").filter(pk=person_id).first()
    if person is None:
        letters.drop_all(person_id)
        return
    notes = letters.claim(person, job=job)
    told = lines(_still_wanted(notes, person), person)
    if not told:
        letters.drop(person, job=job)
        return
    send(compose(person, told, job=job))
    letters.sent(person, job=job)


def _still_wanted(notes: list[Notification], person: Person) -> list[Notification]:
    wishes = Wishes([person.pk])
    return [note for note in notes if note.read_at is None and wishes.of(person.pk, note.topic).by_mail]


def compose(person: Person, told: list[Line], *, job: int) -> Mail:
    """The letter in the person's language and time, named after its due job."""
    with translation.override(person.language), timezone.override(person.tz):
        facts = {
            "person": person,
            "lines": told[:MOST],
            "more": max(len(told) - MOST, 0),
            "base": settings.BASE_URL,
            "language": person.language,
        }
        return Mail(
            to=person.email,
            subject=_subject(told),
            text=render_to_string("mail/notice.txt", facts),
            html=render_to_string("mail/notice.html", facts),
            message_id=message_id_for("notifications", job),
        )


def _subject(told: list[Line]) -> str:
    if len(told) == 1:
        return told[0].text
    return ngettext("%(count)d thing for you", "%(count)d things for you", len(told)) % {"count": len(told)}
