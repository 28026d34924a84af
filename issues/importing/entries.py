"""Entries: what one row of the log says, in our words."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from esn.lib.text import MAX_BODY
from issues.importing.mapping import LogMapping, Target
from issues.importing.reading import Problem, Row
from issues.lifecycle import Severity, Status

MOST = {"id": 80, "title": 200, "description": MAX_BODY, "group": 80, "reason": 500, "lesson": 5000}
MOST_NAME = 120
CUT = frozenset({"title", "description", "reason", "cause", "cure", "lesson"})
PEOPLE = ("reporter", "assignee", "resolved_by", "closed_by")
TEXTS = (
    *("title", "description", "reporter", "assignee", "group", "customer"),
    *("resolved_by", "closed_by", "cause", "cure", "lesson", "reason"),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The state of an issue after one row. Empty texts are unknown; `mark` tells two rows apart."""

    line: int
    mark: str
    id: str
    at: dt.datetime
    status: Status
    waiting_for: str = ""
    severity: str = ""
    opened_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    title: str = ""
    description: str = ""
    reporter: str = ""
    assignee: str = ""
    group: str = ""
    customer: str = ""
    resolved_by: str = ""
    closed_by: str = ""
    cause: str = ""
    cure: str = ""
    lesson: str = ""
    reason: str = ""

    @property
    def target(self) -> Target:
        """The state that the row leaves the issue in."""
        return Target(self.status, self.waiting_for)

    def dump(self) -> str:
        """As text that `load` reads."""
        return json.dumps(vars(self), default=lambda moment: moment.timestamp(), ensure_ascii=False)


def load(dumped: str) -> Entry:
    """The entry that was dumped."""
    fields = json.loads(dumped)
    for name in ("at", "opened_at", "due_at"):
        if fields[name] is not None:
            fields[name] = dt.datetime.fromtimestamp(fields[name], dt.UTC)
    return Entry(**{**fields, "status": Status(fields["status"])})


class Unreadable(Exception):
    """A row that cannot be an entry; the message says why."""


def entry_of(row: Row, mapping: LogMapping) -> Entry | Problem:
    """What the row says, or why nothing can be made of it."""
    try:
        return _entry(row, mapping)
    except Unreadable as why:
        return Problem(row.line, str(why))


def _entry(row: Row, mapping: LogMapping) -> Entry:
    texts = {name: _text(name, mapping.value(name, row.values)) for name in TEXTS if name in mapping.columns}
    texts |= {name: _person(texts[name]) for name in PEOPLE if name in texts}
    target = _state(mapping, row)
    at = _time(mapping, row, "at")
    if at is None:
        raise Unreadable(_("it has no time"))
    return Entry(
        line=row.line,
        mark=_mark(row),
        id=_id(mapping, row),
        at=at,
        status=target.status,
        waiting_for=target.waiting_for,
        severity=_severity(mapping, row),
        opened_at=_time(mapping, row, "opened_at"),
        due_at=_time(mapping, row, "due_at"),
        **texts,
    )


def _mark(row: Row) -> str:
    return hashlib.blake2b("\x1f".join(row.values.values()).encode(), digest_size=12).hexdigest()


def _id(mapping: LogMapping, row: Row) -> str:
    value = _text("id", mapping.value("id", row.values))
    if not value:
        raise Unreadable(_("it does not say which issue it belongs to"))
    return value


def _text(name: str, value: str) -> str:
    most = MOST.get(name, MOST["lesson"] if name in CUT else MOST_NAME)
    if len(value) <= most:
        return value
    if name in CUT:
        return value[: most - 1].rstrip() + "…"
    sentence = _("its %(name)s is longer than %(most)d characters")
    raise Unreadable(sentence % {"name": name, "most": most})


def _person(value: str) -> str:
    name = " ".join(value.split())
    return name.lower() if "@" in name else name


def _state(mapping: LogMapping, row: Row) -> Target:
    value = mapping.value("state", row.values)
    target = mapping.states.get(value)
    if target is None:
        raise Unreadable(_("its state is “%(value)s”, which the mapping does not know") % {"value": value[:60]})
    return target


def _severity(mapping: LogMapping, row: Row) -> str:
    value = mapping.value("severity", row.values)
    if not value:
        return ""
    severity = mapping.severities.get(value, value if value in Severity.values else "")
    if not severity:
        raise Unreadable(_("its severity is “%(value)s”, which the mapping does not know") % {"value": value[:60]})
    return severity


def _time(mapping: LogMapping, row: Row, name: str) -> dt.datetime | None:
    value = mapping.value(name, row.values)
    if not value:
        return None
    moment = parse(value, mapping.formats, mapping.zone)
    if moment is None:
        raise Unreadable(_("“%(value)s” is no time in the mapping's formats") % {"value": value[:60]})
    return moment


@lru_cache(maxsize=4096)
def parse(value: str, formats: tuple[str, ...], zone: ZoneInfo) -> dt.datetime | None:
    """The moment that the text names in the first of the formats that fits ("iso" is one), between 1970 and 9000."""
    for form in formats:
        try:
            moment = dt.datetime.fromisoformat(value) if form == "iso" else _strptime(value, form)
        except ValueError:
            continue
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        if not 1970 < aware.year < 9000:
            return None
        return aware.astimezone(dt.UTC)
    return None


def _strptime(value: str, form: str) -> dt.datetime:
    return dt.datetime.strptime(value, form)  # noqa: DTZ007 the zone of the mapping is put on by the caller
