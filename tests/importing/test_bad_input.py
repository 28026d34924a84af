"""Whatever is wrong with a log or its mapping gets a clear sentence with its line, and the good rows go in."""

from __future__ import annotations

import gzip
import io
import os
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from issues.importing import mapping as mappings
from issues.importing.mapping import MappingError
from issues.importing.opening import lines
from issues.importing.reading import Problem, Rows
from issues.models import Issue
from tests.importing.conftest import Run
from tests.importing.made import COLUMNS, row

pytestmark = pytest.mark.django_db
HEADER = ",".join(COLUMNS)
MEGABYTE = 1 << 20


def text_of(number: str, **values: str) -> str:
    return ",".join(row(number, **values).values())


def log(path: Path, *rows: str | bytes) -> Path:
    """A file of these raw lines below the right header."""
    parts = [line if isinstance(line, bytes) else line.encode() for line in (HEADER, *rows)]
    path.write_bytes(b"\n".join(parts) + b"\n")
    return path


def known() -> set[str]:
    return set(Issue.objects.values_list("external_id", flat=True))


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (text_of("B").replace("New", "Asleep"), "line 3: its state is “Asleep”, which the mapping does not know"),
        (
            text_of("B").replace("1/3/2016 09:00", "31/2/2016 9"),
            "line 3: “31/2/2016 9” is no time in the mapping's formats",
        ),
        (text_of("B").replace("1/3/2016 09:00", "1/3/9999 09:00"), "line 3: “1/3/9999 09:00” is no time"),
        (text_of("B").replace("1/3/2016 09:00", "?"), "line 3: it has no time"),
        (text_of("?"), "line 3: it does not say which issue it belongs to"),
        (text_of("B" * 81), "line 3: its id is longer than 80 characters"),
        (text_of("B", caller_id="x" * 121), "line 3: its reporter is longer than 120 characters"),
        (text_of("B").replace("3 - Moderate", "9 - Whatever"), "line 3: its severity is “9 - Whatever”"),
        (text_of("B") + ",one,two", "line 3: it has 19 columns, the header has 17"),
        ("B,New", "line 3: it has 2 columns, the header has 17"),
        (text_of("B", location="a\0b"), "line 3: it contains a NUL character"),
        (text_of("B", location="é").encode("latin-1"), "line 3: it is not text in utf-8"),
        (text_of("B", location='"never closed'), "line 3: it is broken CSV"),
        (text_of("B", location="x" * 200_000), "line 3: it is broken CSV: field larger than field limit"),
        (text_of("B", location="x" * 1_200_000), "line 3: the line is longer than a million characters"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_the_others_go_in(
    load: Run, tmp_path: Path, broken: str | bytes, sentence: str
) -> None:
    ran = load(log(tmp_path / "log.csv", text_of("A"), broken, text_of("C")))
    assert sentence in ran.text
    assert ran.failed == "1 lines could not be followed, 0 notes; see above."
    assert known() == {"A", "C"}


def test_a_title_of_a_megabyte_is_cut_and_a_missing_one_is_the_number(load: Run, tmp_path: Path) -> None:
    load(log(tmp_path / "log.csv", text_of("A", category="x" * 100_000), text_of("B")))
    long, missing = (Issue.objects.get(external_id=key) for key in "AB")
    assert len(long.title) == 200
    assert missing.title == "B"


def test_html_in_a_log_stays_text(load: Run, tmp_path: Path) -> None:
    load(log(tmp_path / "log.csv", text_of("A", u_symptom="<script>alert(1)</script><b>x</b>")))
    assert "<script" not in Issue.objects.get().description_html


def test_rows_out_of_order_are_put_right_and_noted(load: Run, tmp_path: Path) -> None:
    ran = load(log(tmp_path / "log.csv", text_of("A", at="1/3/2016 11:00"), text_of("A", at="1/3/2016 10:00")))
    assert "line 2: note: it is later than the next row of its issue; taken as of 2016-03-01 10:00" in ran.text
    assert ran.failed == ""


def test_a_mapping_may_trust_the_clock_instead_of_the_lines(load: Run, tmp_path: Path) -> None:
    text = (mappings.SHIPPED / "servicenow.toml").read_text().replace('"line"', '"time"')
    (tmp_path / "mine.toml").write_text(text)
    rows = [text_of("A", state="Closed", at="3/3/2016 09:00"), text_of("B"), text_of("A", state="New")]
    ran = load(log(tmp_path / "log.csv", *rows), mapping=str(tmp_path / "mine.toml"))
    assert "line 4: note: it is earlier than a row of its issue before it; put in its place" in ran.text
    assert Issue.objects.get(external_id="A").status == "closed"


def test_a_row_twice_is_once_and_an_opening_after_the_first_row_is_noted(load: Run, tmp_path: Path) -> None:
    late = text_of("A", opened_at="1/4/2016 09:00")
    ran = load(log(tmp_path / "log.csv", late, late))
    assert "line 3: note: it repeats line 2; left out" in ran.text
    assert "line 2: note: it was opened after its first row; taken as opened then" in ran.text


def test_a_move_that_no_legal_way_leads_to_is_reported_and_the_rest_goes_on(load: Run, tmp_path: Path) -> None:
    rows = [
        text_of("A", state="Active"),
        text_of("A", state="New", at="1/3/2016 10:00"),
        text_of("A", state="Closed", at="1/3/2016 11:00"),
    ]
    ran = load(log(tmp_path / "log.csv", *rows))
    assert "line 3: No legal way leads a potato from “In progress” to “Flagged”." in ran.text
    assert Issue.objects.get().status == "closed"


def test_a_log_that_breaks_off_brings_in_what_stands_before(load: Run, tmp_path: Path) -> None:
    whole = gzip.compress(
        log(tmp_path / "log.csv", *(text_of(f"A{n}", location=os.urandom(40).hex()) for n in range(200))).read_bytes()
    )
    (tmp_path / "log.csv.gz").write_bytes(whole[: len(whole) // 2])
    ran = load(tmp_path / "log.csv.gz")
    assert "the file breaks off here" in ran.text
    assert 10 < Issue.objects.count() < 200


def test_packed_logs_are_read_as_they_are(load: Run, tmp_path: Path) -> None:
    plain = log(tmp_path / "log.csv", text_of("A")).read_bytes()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(plain))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("b.csv", plain.replace(b"A,", b"B,"))
    assert [load(tmp_path / name).failed for name in ("a.csv.gz", "b.zip")] == ["", ""]
    assert known() == {"A", "B"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The log is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "The first line is no header of columns"),
        (b"one;two;three\n1;2;3\n", "The first line is no header of columns: only one column with this delimiter."),
        (b"number,incident_state\n", "The log lacks the columns “assigned_to”, “assignment_group”"),
        (HEADER.encode() + b",number\n", "The log has more than one column “number”."),
        (b"PK\x03\x04 not really", "log.csv is a broken ZIP file."),
    ],
)
def test_what_is_no_log_is_refused_in_a_sentence(load: Run, tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "log.csv").write_bytes(content)
    assert sentence in load(tmp_path / "log.csv").failed


def test_a_log_that_is_not_there_is_said_so(load: Run, tmp_path: Path) -> None:
    assert "cannot be read: No such file or directory" in load(tmp_path / "none.csv").failed
    assert "is a folder" in load(tmp_path).failed


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("{number}", "number"), "“id” must name a column, like {number}."),
        (("title =", "tittle ="), "[columns] knows no “tittle”; it knows"),
        (('"New" = "flagged"', '"New" = "fresh"'), "[states] maps “New” to “fresh”; it may be one of"),
        (('"waiting:customer"', '"waiting"'), "[states] maps “Awaiting User Info” to “waiting”"),
        (('"low"', '"tiny"'), "[severities] maps “4 - Low” to “tiny”"),
        (('zone = "UTC"', 'zone = "Mars/Base"'), "There is no time zone “Mars/Base”."),
        (("[file]", "[file]\nencoding = 'klingon'"), "There is no encoding “klingon”."),
        (("[file]", "[file]\ndelimiter = ';;'"), "The delimiter must be one character"),
        (('"line"', '"dawn"'), "“order” is “time” or “line”."),
        (('source = "servicenow"', 'source = "Service Now"'), "A mapping needs a “source”"),
        (("[file]", "[file"), "is not TOML"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_a_sentence(
    load: Run, tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    text = (mappings.SHIPPED / "servicenow.toml").read_text()
    assert change[0] in text
    (tmp_path / "mine.toml").write_text(text.replace(*change, 1))
    assert sentence in load(log(tmp_path / "log.csv"), mapping=str(tmp_path / "mine.toml")).failed


def test_an_unknown_mapping_names_those_that_are_shipped() -> None:
    with pytest.raises(MappingError, match="neither a file nor one of cfpb, servicenow"):
        mappings.load("jira")


class Endless(io.RawIOBase):
    """A stream that makes its bytes as they are asked for, and never holds them."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.blocks, self.rest = blocks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self.rest or next(self.blocks, b"")
        size = min(len(block), len(buffer))
        buffer[:size], self.rest = block[:size], block[size:]
        return size


def peak(blocks: Iterator[bytes]) -> tuple[int, int]:
    """The most memory that reading took, and how many rows or problems came of it."""
    tracemalloc.start()
    stream = io.BufferedReader(Endless(blocks), MEGABYTE)
    rows = Rows(lines(stream, "utf-8"), mappings.load("servicenow"))
    found = sum(1 for _ in rows)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most, found


def test_a_line_without_end_is_read_in_little_memory() -> None:
    most, found = peak(iter([f"{HEADER}\n".encode(), *(b"x" * MEGABYTE for _ in range(100))]))
    assert found == 1
    assert most < 24 * MEGABYTE


def test_rows_without_end_are_read_in_little_memory() -> None:
    block = "".join(f"{text_of(f'INC{n}')}\n" for n in range(100)).encode()
    most, found = peak(iter([f"{HEADER}\n".encode(), *(block for _ in range(100))]))
    assert found == 10_000
    assert most < 8 * MEGABYTE


def test_a_quote_that_is_never_closed_costs_its_own_row_only() -> None:
    good = "".join(f"{text_of(f'INC{n}')}\n" for n in range(50))
    text = f"{HEADER}\n{good}{text_of('BAD', location='OPEN')}\n{good}".replace("OPEN", '"open')
    rows = list(Rows(lines(io.BytesIO(text.encode()), "utf-8"), mappings.load("servicenow")))
    assert [found.line for found in rows if isinstance(found, Problem)] == [52]
    assert len(rows) == 101
