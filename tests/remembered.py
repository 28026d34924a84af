"""What the actions wrote once, written again in one statement: the company of a test need not be founded anew."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

OWN = frozenset({"django_migrations", "django_content_type", "auth_permission"})
COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type = 'timestamp with time zone', c.udt_name = 'xid8',
  pg_get_serial_sequence(format('%I', c.table_name), c.column_name)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
ORDER BY c.table_name, c.ordinal_position
"""


@dataclass(frozen=True)
class Column:
    """One that takes values: a moment as long ago as it was, a transaction as the one that writes."""

    name: str
    is_moment: bool
    is_transaction: bool
    sequence: str | None

    @property
    def value(self) -> str:
        """What is written into it, as SQL over the remembered row."""
        if self.is_transaction:
            return "pg_current_xact_id()"
        return f'"{self.name}" + %(later)s' if self.is_moment else f'"{self.name}"'


@dataclass(frozen=True)
class Memory:
    """The rows of every table, as of a moment."""

    statement: str
    rows: list[str]
    at: dt.datetime

    def write(self) -> None:
        """Write them again, as if they had just been written; their tables must be empty."""
        later = timezone.now() - self.at
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED;" + self.statement, _values(self.rows, later))


def _values(rows: list[str], later: dt.timedelta) -> dict[str, Any]:
    return {"later": later, **{f"rows{number}": of_table for number, of_table in enumerate(rows)}}


def remember() -> Memory:
    """All that stands in the database now."""
    statements: list[str] = []
    rows: list[str] = []
    for table, columns in _tables().items():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT json_agg(one) FROM "{table}" one')
            found = cursor.fetchone()[0]
        if found:
            statements.append(_insert(table, columns, len(rows)))
            rows.append(json.dumps(found) if not isinstance(found, str) else found)
    return Memory(" ".join(statements), rows, timezone.now())


def _tables() -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, *column in cursor.fetchall():
            if table not in OWN:
                found.setdefault(table, []).append(Column(*column))
    return found


def _insert(table: str, columns: list[Column], number: int) -> str:
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(column.value for column in columns)
    source = f'json_populate_recordset(NULL::"{table}", %(rows{number})s)'
    insert = f'INSERT INTO "{table}" ({names}) SELECT {values} FROM {source} ON CONFLICT DO NOTHING;'
    moves = (_move(table, column) for column in columns if column.sequence)
    return " ".join([insert, *moves])


def _move(table: str, column: Column) -> str:
    """Let later rows get ids above those; a sequence that is further stays there."""
    most = f'(SELECT max("{column.name}") FROM "{table}")'
    return f"SELECT setval('{column.sequence}', greatest({most}, nextval('{column.sequence}')));"
