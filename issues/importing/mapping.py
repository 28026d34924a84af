"""The mapping file: which columns of a log become what, written in TOML, checked before a row is read."""

from __future__ import annotations

import codecs
import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from issues.lifecycle import Severity, Status, WaitingFor

SHIPPED = Path(__file__).parent / "mappings"
NEEDED = ("id", "at", "state")
FIELDS = (
    *NEEDED,
    *("opened_at", "due_at", "title", "description", "severity", "reporter", "assignee", "group", "customer"),
    *("resolved_by", "closed_by", "cause", "cure", "lesson", "reason"),
)
SECTIONS = ("source", "file", "time", "columns", "states", "severities")
IN_FILE = ("encoding", "delimiter", "unknown", "order")
IN_TIME = ("formats", "zone")
SKIPPED = (Status.MERGED,)
_PLACE = re.compile(r"\{([^{}]*)\}")


class MappingError(Exception):
    """The mapping cannot be used; the message is a sentence for the administrator."""


@dataclass(frozen=True)
class Target:
    """A state of ours that a state of the log stands for."""

    status: Status
    waiting_for: str = ""


@dataclass(frozen=True)
class Template:
    """Text with {columns} in it."""

    text: str

    @cached_property
    def columns(self) -> list[str]:
        """The columns that it names."""
        return _PLACE.findall(self.text)

    @cached_property
    def alone(self) -> str:
        """The one column that is all of it, if so it is."""
        return self.columns[0] if self.columns and self.text == f"{{{self.columns[0]}}}" else ""

    def fill(self, row: Mapping[str, str], unknown: frozenset[str]) -> str:
        """The text with the row's values in place; empty if none of them is known."""
        if self.alone:
            value = row[self.alone].strip()
            return "" if value in unknown else value
        known = {name: row[name].strip() for name in self.columns if row[name].strip() not in unknown}
        if self.columns and not known:
            return ""
        return _PLACE.sub(lambda place: known.get(place[1], ""), self.text).strip(" ,;:–-·\n")


@dataclass(frozen=True)
class LogMapping:
    """How one kind of log is read."""

    source: str
    columns: Mapping[str, tuple[Template, ...]]
    states: Mapping[str, Target]
    severities: Mapping[str, str]
    formats: tuple[str, ...]
    zone: ZoneInfo
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    unknown: frozenset[str] = frozenset({""})
    by_line: bool = False

    def named(self) -> set[str]:
        """Every column that the mapping names."""
        return {column for ways in self.columns.values() for way in ways for column in way.columns}

    def check_header(self, header: Iterable[str]) -> None:
        """Raise MappingError unless the log has every column that the mapping names, each once."""
        names = list(header)
        if missing := sorted(self.named() - set(names)):
            sentence = _("The log lacks the columns %(missing)s, which the mapping names. It has: %(columns)s.")
            raise MappingError(sentence % {"missing": _quoted(missing), "columns": _quoted(names[:60])})
        if double := sorted({name for name in self.named() if names.count(name) > 1}):
            raise MappingError(_("The log has more than one column %(names)s.") % {"names": _quoted(double)})

    def value(self, field: str, row: Mapping[str, str]) -> str:
        """What the row says of a field: the first way that is known, or nothing."""
        return next((text for way in self.columns.get(field, ()) if (text := way.fill(row, self.unknown))), "")


def shipped() -> list[str]:
    """The names of the mappings that come with Potluck."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_path: str) -> LogMapping:
    """The mapping of that name, or in that file. Raises MappingError."""
    path = SHIPPED / f"{name_or_path}.toml" if name_or_path in shipped() else Path(name_or_path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        sentence = _("There is no mapping “%(name)s”: neither a file nor one of %(shipped)s.")
        raise MappingError(sentence % {"name": name_or_path, "shipped": ", ".join(shipped())}) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        sentence = _("The mapping “%(name)s” is not TOML: %(trouble)s.")
        raise MappingError(sentence % {"name": path.name, "trouble": trouble}) from None
    return read(raw)


def read(raw: Mapping[str, object]) -> LogMapping:
    """A mapping from what its file says. Raises MappingError."""
    _check_known(raw, SECTIONS, _("the mapping"))
    source = raw.get("source")
    if not isinstance(source, str) or not re.fullmatch(r"[a-z0-9_-]{1,40}", source):
        raise MappingError(_("A mapping needs a “source”: up to 40 small letters, figures, - and _."))
    file, time = _section(raw, "file"), _section(raw, "time")
    _check_known(file, IN_FILE, "[file]")
    _check_known(time, IN_TIME, "[time]")
    return LogMapping(
        source=source,
        columns=_columns(_section(raw, "columns")),
        states={name: _target(name, value) for name, value in _section(raw, "states").items()},
        severities={name: _severity(name, value) for name, value in _section(raw, "severities").items()},
        formats=tuple(_texts(time.get("formats"), "formats") or ["iso"]),
        zone=_zone(time.get("zone", "UTC")),
        encoding=_encoding(file.get("encoding", "utf-8")),
        delimiter=_delimiter(file.get("delimiter", ",")),
        unknown=frozenset({"", *_texts(file.get("unknown"), "unknown")}),
        by_line=_order(file.get("order", "time")),
    )


def _section(raw: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = raw.get(name, {})
    if not isinstance(section, Mapping):
        raise MappingError(_("[%(name)s] of the mapping must be a table.") % {"name": name})
    return section


def _check_known(section: Mapping[str, object], known: Iterable[str], where: str) -> None:
    if strange := sorted(section.keys() - set(known)):
        sentence = _("%(where)s knows no %(strange)s; it knows %(known)s.")
        raise MappingError(sentence % {"where": where, "strange": _quoted(strange), "known": _quoted(known)})


def _columns(section: Mapping[str, object]) -> dict[str, tuple[Template, ...]]:
    _check_known(section, FIELDS, "[columns]")
    if missing := [name for name in NEEDED if name not in section]:
        raise MappingError(_("[columns] of the mapping must name %(missing)s.") % {"missing": _quoted(missing)})
    columns = {name: tuple(Template(text) for text in _texts(value, name)) for name, value in section.items()}
    for name in NEEDED:
        if not any(way.columns for way in columns[name]):
            raise MappingError(_("“%(name)s” must name a column, like {number}.") % {"name": name})
    return columns


def _texts(value: object, name: str) -> list[str]:
    texts = [value] if isinstance(value, str) else value if value is not None else []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise MappingError(_("“%(name)s” of the mapping must be text or a list of texts.") % {"name": name})
    return texts


def _target(name: str, value: object) -> Target:
    status, _colon, kind = str(value).partition(":")
    fits = bool(kind) == (status == Status.WAITING)
    if status not in Status.values or status in SKIPPED or not fits or kind not in ("", *WaitingFor.values):
        sentence = _("[states] maps “%(name)s” to “%(value)s”; it may be one of %(known)s, or waiting: with %(kinds)s.")
        known = [choice for choice in Status.values if choice not in (*SKIPPED, Status.WAITING)]
        words = {"name": name, "value": value, "known": _quoted(known), "kinds": _quoted(WaitingFor.values)}
        raise MappingError(sentence % words)
    return Target(Status(status), kind)


def _severity(name: str, value: object) -> str:
    if value not in Severity.values:
        sentence = _("[severities] maps “%(name)s” to “%(value)s”; it may be one of %(known)s.")
        raise MappingError(sentence % {"name": name, "value": value, "known": _quoted(Severity.values)})
    return str(value)


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise MappingError(_("There is no time zone “%(name)s”.") % {"name": name}) from None


def _encoding(name: object) -> str:
    try:
        found = codecs.lookup(str(name)).name
    except LookupError:
        raise MappingError(_("There is no encoding “%(name)s”.") % {"name": name}) from None
    return "utf-8-sig" if found == "utf-8" else found


def _delimiter(value: object) -> str:
    try:
        csv.reader([], delimiter=str(value))
    except (TypeError, ValueError):
        raise MappingError(_("The delimiter must be one character, like “;” or a tab.")) from None
    return str(value)


def _order(value: object) -> bool:
    if value not in ("time", "line"):
        raise MappingError(_("“order” is “time” or “line”."))
    return value == "line"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
