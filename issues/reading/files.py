"""The rows of the figures as files: text with commas, and a workbook with a sheet for each table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

Row = Sequence[Any]
TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (34, 28, 16, 80)


def as_csv(rows: Sequence[Row]) -> bytes:
    """The rows for a spreadsheet, which knows by the mark at the start that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """The first row heads each sheet, the first cell of a row names its sheet; written in constant memory."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, **TEXT}) as book:
        bold = book.add_format({"bold": True})
        for name, part in _tables(rows[1:]).items():
            sheet = book.add_worksheet(_titles().get(name, name)[:31])
            sheet.freeze_panes(1, 0)
            for column, width in enumerate(WIDTHS):
                sheet.set_column(column, column, width)
            sheet.write_row(0, 0, rows[0][1:], bold)
            for at, row in enumerate(part, start=1):
                sheet.write_row(at, 0, row[1:])
    return file.getvalue()


def _tables(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows by the table they belong to, in the order in which the tables begin."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row[0]), []).append(row)
    return found


def _titles() -> dict[str, str]:
    return {
        "times": _("Times"),
        "distribution": _("Distribution"),
        "shares": _("Shares"),
        "given_back": _("Given back"),
        "content": _("How satisfied customers were"),
        "open_now": _("Open now"),
        "open": _("Open by heat"),
        "stuck": _("Where it is stuck"),
        "ping_pong": _("Ping-pong"),
        "weeks": _("Week by week"),
    }
