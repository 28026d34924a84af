"""Opening a log: plain, gzip, zip or standard input, as lines of text of bounded length."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, cast

from django.utils.translation import gettext as _

MOST_LINE = 1_000_000
BROKEN = (EOFError, OSError, zipfile.BadZipFile, zlib.error)


class LogError(Exception):
    """The log cannot be read at all; the message is a sentence for the administrator."""


@dataclass(frozen=True)
class Line:
    """One physical line with its number; a `problem` says why its text is not usable."""

    number: int
    text: str
    problem: str = ""


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The bytes of the log, unpacked. Raises LogError when there is none."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(_unpacked(name, stack))
        except zipfile.BadZipFile:
            raise LogError(_("%(name)s is a broken ZIP file.") % {"name": name}) from None
        except IsADirectoryError:
            raise LogError(_("%(name)s is a folder; name the file in it.") % {"name": name}) from None
        except (FileNotFoundError, PermissionError) as trouble:
            raise LogError(_("%(name)s cannot be read: %(why)s.") % {"name": name, "why": trouble.strerror}) from None
        yield stream


def _unpacked(name: str, stack: ExitStack) -> IO[bytes]:
    where: int | str = 0 if name == "-" else name
    raw = stack.enter_context(open(where, "rb", closefd=name != "-"))  # noqa: SIM115 the stack closes it
    head = raw.peek(4)[:4]
    if head[:2] == b"\x1f\x8b":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if head == b"PK\x03\x04":
        return _member(stack.enter_context(zipfile.ZipFile(name)), name)
    return raw


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    members = [info for info in archive.infolist() if info.filename.lower().endswith((".csv", ".tsv", ".txt"))]
    if len(members) != 1:
        sentence = _("%(name)s holds %(count)d CSV files; an import reads one: unpack it and name the file.")
        raise LogError(sentence % {"name": name, "count": len(members)})
    if members[0].flag_bits & 1:
        raise LogError(_("%(name)s is locked with a password.") % {"name": name})
    return archive.open(members[0])


def lines(stream: IO[bytes], encoding: str) -> Iterator[Line]:
    """The lines of the log as text; never holds more than one, and never more than a million characters of it.

    A log that breaks off ends with a line that has a problem and no text.
    """
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    number = 0
    try:
        while line := text.readline(MOST_LINE):
            number += 1
            if len(line) < MOST_LINE or line.endswith(("\n", "\r")):
                yield Line(number, line, _trouble(line, encoding))
                continue
            while (rest := text.readline(MOST_LINE)) and not rest.endswith(("\n", "\r")):
                pass
            yield Line(number, "", _("the line is longer than a million characters"))
    except BROKEN as trouble:
        sentence = _("the file breaks off here (%(why)s); what stands before it was read")
        yield Line(number + 1, "", sentence % {"why": trouble})
    except UnicodeError:
        yield Line(number + 1, "", _unreadable(encoding))


def _trouble(line: str, encoding: str) -> str:
    if "\x00" in line:
        return _("it contains a NUL character")
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return _unreadable(encoding)
    return ""


def _unreadable(encoding: str) -> str:
    sentence = _("it is not text in %(encoding)s; the mapping's “encoding” says how the log is written")
    return sentence % {"encoding": encoding.removesuffix("-sig")}
