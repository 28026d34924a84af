"""Reads and empties the log of the streams; what a process missed is found here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from esn.live.frames import NumberedFrame
from esn.live.models import LiveEvent, Stream

BATCH = 2_000
KEPT = timedelta(days=3)

AFTER = """
SELECT s.key, e.seq, e.op, e.dom_id, e.html::text, e.author, e.reader
FROM unnest(%s::text[], %s::bigint[]) AS known(key, seq)
JOIN live_stream s ON s.key = known.key
JOIN live_event e ON e.stream_id = s.id AND e.seq > known.seq
ORDER BY s.id, e.seq
LIMIT %s
"""
FORGET = "DELETE FROM live_event e USING live_stream s WHERE s.id = ANY(%s) AND e.stream_id = s.id AND e.seq <= s.floor"


@dataclass(frozen=True)
class Head:
    """Where a stream stands: its newest number, and the number up to which its events are forgotten."""

    seq: int = 0
    floor: int = 0


def heads(keys: Iterable[str]) -> dict[str, Head]:
    """The head of each stream that has one."""
    rows = Stream.objects.filter(key__in=list(keys)).values_list("key", "seq", "floor")
    return {key: Head(seq, floor) for key, seq, floor in rows}


def after(positions: Mapping[str, int]) -> list[NumberedFrame]:
    """What came after these positions, in the order of each stream; 2,000 frames at the most, so ask again."""
    with connection.cursor() as cursor:
        cursor.execute(AFTER, [list(positions), list(positions.values()), BATCH])
        return [
            NumberedFrame(key, seq, op, dom_id, json.loads(html), author, reader)
            for key, seq, op, dom_id, html, author, reader in cursor.fetchall()
        ]


def trim(*, batch: int = 5_000) -> int:
    """Forget events older than three days, about `batch` at once; how many went, so call again until it is 0.

    Floors rise and events go in one transaction, so that a socket is told `stale` and never shown a hole.
    """
    with transaction.atomic():
        floors: dict[int, int] = {}
        old = LiveEvent.objects.filter(at__lt=timezone.now() - KEPT).order_by("at")
        for stream_id, seq in old.values_list("stream_id", "seq")[:batch]:
            floors[stream_id] = max(seq, floors.get(stream_id, 0))
        streams = list(Stream.objects.filter(pk__in=floors).order_by("pk").select_for_update(no_key=True))
        for stream in streams:
            stream.floor = max(stream.floor, floors[stream.pk])
        Stream.objects.bulk_update(streams, ["floor"])
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [list(floors)])
            return int(cursor.rowcount)
