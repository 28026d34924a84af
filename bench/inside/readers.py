"""Whose pages are measured: the kinds of readers that the seed makes, and the statements that their pages take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from people.models import Person

Statement = tuple[str, Any]
MEDIAN = """
SELECT m.person_id FROM feeds_membership m
JOIN (SELECT follower_id, count(*) AS many FROM people_follow GROUP BY 1) f ON f.follower_id = m.person_id
WHERE m.person_id > 170 GROUP BY 1, many ORDER BY count(*) + many, 1
LIMIT %(count)s OFFSET (SELECT greatest(count(*) / 2 - %(count)s, 0) FROM people_person)
"""
FIRST = {"heavy": 1, "narrow": 51, "dormant": 151}


def readers(kind: str, count: int) -> list[Person]:
    """Some readers of a kind: `median`, `heavy`, `narrow` (four tiny communities) or `dormant` (an empty one)."""
    if kind == "median":
        with connection.cursor() as cursor:
            cursor.execute(MEDIAN, {"count": count})
            ids = [row[0] for row in cursor.fetchall()]
    else:
        ids = list(range(FIRST[kind], FIRST[kind] + count))
    return list(Person.objects.filter(pk__in=ids).order_by("pk"))


def statements(act: Callable[[], object]) -> list[Statement]:
    """The statements that something takes, as they are sent."""
    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 Django's own
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return seen


def replay(sent: list[Statement]) -> None:
    """Send them, fetch all rows, and do nothing with them."""
    with connection.cursor() as cursor:
        for sql, params in sent:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
