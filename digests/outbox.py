"""Mail that was written to files because no mail server is set: reading it back."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SEPARATOR = b"-" * 79 + b"\n"
FILES = "django.core.mail.backends.filebased.EmailBackend"
MOST_FILES = 100
MOST_MAILS = 200


@dataclass(frozen=True)
class Letter:
    """A mail from a file: which file, which one in it, and what it says."""

    name: str
    number: int
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str


def folder() -> Path | None:
    """Where the files are; None if mail goes to a server."""
    return Path(getattr(settings, "EMAIL_FILE_PATH", "")) if settings.EMAIL_BACKEND == FILES else None


def newest() -> list[Letter]:
    """The newest mails, newest first."""
    where = folder()
    if where is None or not where.is_dir():
        return []
    files = sorted(where.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:MOST_FILES]
    return [letter for file in files for letter in reversed(_letters(file))][:MOST_MAILS]


def find(name: str, number: int) -> Letter | None:
    """One mail; None if there is no such file in the folder, or not so many mails in it."""
    where = folder()
    known = {file.name: file for file in where.glob("*.log")} if where else {}
    letters = _letters(known[name]) if name in known else []
    return letters[number] if number < len(letters) else None


def _letters(file: Path) -> list[Letter]:
    parts = [part for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    return [_letter(file.name, number, part) for number, part in enumerate(parts)]


def _letter(name: str, number: int, content: bytes) -> Letter:
    message = email.message_from_bytes(content, policy=email.policy.default)
    return Letter(
        name=name,
        number=number,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=parsedate_to_datetime(str(message["Date"])).replace(tzinfo=UTC) if message["Date"] else None,
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
