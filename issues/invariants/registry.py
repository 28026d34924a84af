"""The list of invariants; each app above adds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

SHOWN = 20
_FOUND = "SELECT count(*) OVER (), offender FROM ({query}) AS found (offender) LIMIT {shown}"


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Invariant:
    """A sentence that must be true; `query` has one column, which names each offender, and may use the `words`."""

    name: str
    query: str
    words: Callable[[], Mapping[str, Any]] = _nothing


@dataclass(frozen=True)
class Verdict:
    """How many break it, and the first of them."""

    invariant: Invariant
    count: int
    offenders: tuple[str, ...]


invariants: dict[str, Invariant] = {}


def register(*found: Invariant) -> None:
    """Have these checked too."""
    invariants.update({invariant.name: invariant for invariant in found})


def check(invariant: Invariant) -> Verdict:
    """Look for offenders, however long it takes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_FOUND.format(query=invariant.query, shown=SHOWN), invariant.words())
        rows = cursor.fetchall()
    return Verdict(invariant, rows[0][0] if rows else 0, tuple(str(offender) for _count, offender in rows))
