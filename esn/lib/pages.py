"""Keyset pages: lists that neither repeat nor skip a row while others write."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Generic, TypeVar

from django.core import signing
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _

from esn.lib.errors import Refused

DEFAULT = 50
MOST = 200

T = TypeVar("T")
M = TypeVar("M", bound=Model)
Value = str | int | float | date  # a datetime is a date, too


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the page after them; None on the last one."""

    items: list[T]
    next: str | None


def encode(*values: Value) -> str:
    """Return a signed cursor: whoever alters one gets a refusal, never a database error."""
    return signing.dumps([_pack(value) for value in values], salt=__name__)


def decode(cursor: str) -> tuple[Value, ...]:
    """Return the values of a cursor. Raises Refused `bad_cursor` unless we made it."""
    try:
        packed = signing.loads(cursor, salt=__name__)
    except (signing.BadSignature, ValueError):
        raise _bad_cursor() from None
    return tuple(_unpack(value) for value in packed)


def keyset(
    queryset: QuerySet[M],
    *,
    fields: tuple[str, ...] = ("created", "id"),
    cursor: str | None,
    limit: int = DEFAULT,
    descending: bool = True,
) -> Page[M]:
    """Return the page after `cursor`, the first one without, ordered by `fields`, all in one direction.

    The fields are columns without NULL whose last one is unique, or annotations; together they are
    compared as a row, so that an index over them serves the page at any depth.
    Raises Refused for a limit outside 1..200, and `bad_cursor` for the cursor of another list.
    """
    if not 1 <= limit <= MOST:
        raise Refused(_("Ask for 1 to %(most)d at a time.") % {"most": MOST}, field="limit")
    order = ("-" if descending else "+") + ",".join(fields)
    if cursor:
        queryset = _after(queryset, fields, _position(cursor, order), descending=descending)
    rows = list(queryset.order_by(*(f"-{name}" if descending else name for name in fields))[: limit + 1])
    more = len(rows) > limit
    return Page(rows[:limit], encode(order, *_place(rows[limit - 1], fields)) if more else None)


def _position(cursor: str, order: str) -> tuple[Value, ...]:
    found, *values = decode(cursor)
    if found != order:
        raise _bad_cursor()
    return tuple(values)


def _after(
    queryset: QuerySet[M], fields: tuple[str, ...], values: tuple[Value, ...], *, descending: bool
) -> QuerySet[M]:
    beyond = TupleLessThan if descending else TupleGreaterThan
    return queryset.filter(beyond(Tuple(*(F(name) for name in fields)), values))


def _place(row: Model, fields: tuple[str, ...]) -> list[Value]:
    return [reduce(getattr, name.split("__"), row) for name in fields]  # type: ignore[misc]


def _pack(value: Value) -> list[str] | str | int | float:
    return [value.isoformat()] if isinstance(value, date) else value


def _unpack(value: list[str] | str | int | float) -> Value:
    if not isinstance(value, list):
        return value
    return datetime.fromisoformat(value[0]) if "T" in value[0] else date.fromisoformat(value[0])


def _bad_cursor() -> Refused:
    return Refused(_("This place in the list is unknown. Start again from the top."), "bad_cursor", "cursor")
