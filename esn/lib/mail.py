"""Mail that leaves the house: one letter to one person, in text and HTML, with a name that a repeat keeps."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

MAX_SUBJECT = 200
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that no absence note and no other machine answers."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A letter; `message_id` comes from `message_id_for`, so that one sent twice is one in the inbox."""

    to: str
    subject: str
    text: str
    message_id: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def message_id_for(*key: str | int) -> str:
    """Return the Message-ID of the letter with this key: the same whenever it is sent."""
    name = hashlib.sha256("\0".join(str(part) for part in key).encode()).hexdigest()[:40]
    return f"<{name}@{urlsplit(settings.BASE_URL).hostname}>"


def send(mail: Mail, *, connection: BaseEmailBackend | None = None) -> None:
    """Hand the letter to the mail server, over an open connection if there is one.

    Raises SMTPException or OSError if the server does not take it, ValueError for a header with a line break.
    """
    letter = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split())[:MAX_SUBJECT],
        body=mail.text,
        to=[mail.to],
        headers={**HEADERS, **mail.headers, "Message-ID": mail.message_id},
        connection=connection,
    )
    if mail.html:
        letter.attach_alternative(mail.html, "text/html")
    letter.send()
