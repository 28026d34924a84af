"""Keyset pages neither repeat nor skip a row, and take no cursor that they did not give."""

import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from esn.activity.models import DueJob
from esn.lib.errors import Refused
from esn.lib.pages import Page, decode, encode, keyset

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
FIELDS = ("due_at", "id")


def plant(*minutes: int) -> None:
    """One row for each number, so many minutes after noon."""
    count = DueJob.objects.count()
    DueJob.objects.bulk_create(
        DueJob(kind="test", key=f"{count + n}", due_at=NOON + timedelta(minutes=minute))
        for n, minute in enumerate(minutes)
    )


def pages(*, limit: int, descending: bool = True) -> Iterator[Page[DueJob]]:
    cursor: str | None = ""
    while cursor is not None:
        page = keyset(DueJob.objects.all(), fields=FIELDS, cursor=cursor, limit=limit, descending=descending)
        cursor = page.next
        yield page


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 200])
@pytest.mark.parametrize("descending", [True, False])
def test_every_row_comes_once_and_in_order_whatever_the_ties(limit: int, descending: bool) -> None:
    plant(3, 1, 1, 1, 2, 2, 9, 0)
    found = [(row.due_at, row.id) for page in pages(limit=limit, descending=descending) for row in page.items]
    assert len(found) == 8
    assert found == sorted(set(found), reverse=descending)


@pytest.mark.django_db
def test_what_is_written_meanwhile_moves_nothing() -> None:
    plant(*range(6))
    walk = pages(limit=3)
    first = next(walk).items
    plant(99, 98, 97)
    second = next(walk).items
    assert [row.due_at for row in [*first, *second]] == [NOON + timedelta(minutes=n) for n in (5, 4, 3, 2, 1, 0)]


@pytest.mark.django_db
def test_a_full_last_page_is_known_to_be_the_last() -> None:
    plant(1, 2)
    assert [page.next for page in pages(limit=2)] == [None]
    assert keyset(DueJob.objects.none(), fields=FIELDS, cursor=None) == Page([], None)


@pytest.mark.django_db
def test_the_place_is_one_comparison_of_rows_that_an_index_can_serve() -> None:
    plant(1, 2, 3)
    cursor = keyset(DueJob.objects.all(), fields=FIELDS, cursor=None, limit=1).next
    with CaptureQueriesContext(connection) as queries:
        keyset(DueJob.objects.all(), fields=FIELDS, cursor=cursor, limit=1)
    assert len(queries) == 1
    assert '("activity_duejob"."due_at", "activity_duejob"."id") < (' in queries[0]["sql"]


@pytest.mark.django_db
def test_an_annotation_can_order_a_list() -> None:
    plant(1, 2, 3)
    rows = DueJob.objects.annotate(score=F("id") * 2)
    first = keyset(rows, fields=("score", "id"), cursor=None, limit=2)
    last = keyset(rows, fields=("score", "id"), cursor=first.next, limit=2)
    assert [len(first.items), len(last.items)] == [2, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "é", "a:b:c", "\ud800", "WzFd", "%00", "x" * 100_000])
def test_a_cursor_of_ones_own_making_is_refused(cursor: str) -> None:
    with pytest.raises(Refused) as refusal:
        keyset(DueJob.objects.all(), fields=FIELDS, cursor=cursor)
    assert (refusal.value.code, refusal.value.field) == ("bad_cursor", "cursor")


@pytest.mark.django_db
def test_a_cursor_altered_in_one_letter_or_taken_from_another_list_is_refused() -> None:
    plant(1, 2)
    cursor = keyset(DueJob.objects.all(), fields=FIELDS, cursor=None, limit=1).next
    assert cursor
    altered = ("a" if cursor[5] != "a" else "b").join((cursor[:5], cursor[6:]))
    for bad, fields, descending in ((altered, FIELDS, True), (cursor, ("id",), True), (cursor, FIELDS, False)):
        with pytest.raises(Refused, match="Start again from the top"):
            keyset(DueJob.objects.all(), fields=fields, cursor=bad, descending=descending)


@pytest.mark.parametrize("limit", [-1, 0, 201])
def test_a_page_has_bounds(limit: int) -> None:
    with pytest.raises(Refused) as refusal:
        keyset(DueJob.objects.none(), fields=FIELDS, cursor=None, limit=limit)
    assert refusal.value.field == "limit"


MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.dates()


@given(st.lists(st.text() | st.integers() | MOMENTS | st.floats(allow_nan=False)))
def test_a_cursor_brings_back_what_was_put_into_it(values: list[str | int | float | date]) -> None:
    cursor = encode(*values)
    assert decode(cursor) == tuple(values)
    assert set(cursor) <= {*string.ascii_letters, *string.digits, "-", "_", ":", "."}
