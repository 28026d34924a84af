"""Writing a digest: the sections' rows for one person, as subject, text and HTML in his language and by his clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digests.links import unsubscribe_path
from digests.models import Frequency
from digests.sections import Found, Section, Window, sections
from esn import moments

NOON, EVENING = 12, 18
MOST_IN_SUBJECT = 2


@dataclass(frozen=True)
class Letter:
    """A digest in words, and the ids of what it speaks of, by kind."""

    subject: str
    text: str
    html: str
    things: dict[str, list[int]]


@dataclass(frozen=True)
class Part:
    """A section with what it found."""

    section: Section
    found: Found


def write(window: Window, *, kind: str, hour: dt.time) -> Letter | None:
    """The letter, or None if there is nothing to say."""
    person = window.person
    with translation.override(person.language), timezone.override(person.tz):
        looked = [Part(section, section.find(window, section.limit)) for section in sections]
        parts = [part for part in looked if part.found.rows]
        if not parts:
            return None
        subject = _subject(parts)
        facts = _facts(window, kind, hour) | {"subject": subject, "parts": parts}
        return Letter(
            subject=subject,
            text=render_to_string("mail/digest.txt", facts),
            html=render_to_string("mail/digest.html", facts),
            things=_things(parts),
        )


def _subject(parts: list[Part]) -> str:
    words = [part.section.headline(part.found) for part in parts[:MOST_IN_SUBJECT]]
    return words[0] if len(words) == 1 else _("%(first)s, %(second)s") % {"first": words[0], "second": words[1]}


def _things(parts: list[Part]) -> dict[str, list[int]]:
    things: dict[str, list[int]] = {}
    for part in parts:
        for row in part.found.rows:
            things.setdefault(row.kind, []).append(row.id)
    return things


def _facts(window: Window, kind: str, hour: dt.time) -> dict[str, object]:
    return {
        "person": window.person,
        "hello": _greeting(timezone.localtime(window.until).hour),
        "since": _moment(timezone.localtime(window.since), timezone.localtime(window.until)),
        "when": date_format(timezone.localtime(window.until), _("l, H:i")),
        "preview": _("What you have not seen since the last one."),
        "hour": f"{hour:{moments.clock_format()}}",
        "is_daily": kind == Frequency.DAILY,
        "base": settings.BASE_URL,
        "language": window.person.language,
        "settings_path": reverse("digests:settings"),
        "stop_path": unsubscribe_path(window.person),
    }


def _moment(here: dt.datetime, now: dt.datetime) -> str:
    """`yesterday at 17:30`, `12 January at 07:30`."""
    clock = f"{here:{moments.clock_format()}}"
    if (now.date() - here.date()).days == 1:
        return _("yesterday at %(time)s") % {"time": clock}
    return _("%(day)s at %(time)s") % {"day": date_format(here, "j F"), "time": clock}


def _greeting(hour: int) -> str:
    if hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if hour < EVENING else _("Good evening")
