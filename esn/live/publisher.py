"""Numbers the frames of an action, keeps them, and tells the other processes once it has committed."""

import logging
import threading
import time
from collections.abc import Sequence
from functools import cache

import redis
from django.conf import settings
from django.db import connection, transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

from esn.live.frames import NumberedFrame, Op, RenderedFrame
from esn.live.models import LiveEvent, Stream

logger = logging.getLogger(__name__)

TIMEOUT = 0.3
PAUSE = 1.0


def bump(frames: Sequence[RenderedFrame]) -> None:
    """Give each frame the next number of its stream; the last statements of a transaction, since others wait for it.

    Raises RuntimeError outside a transaction, ValueError for an op that is not one of `Op`.
    """
    if not frames:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("Frames are numbered inside a transaction only.")
    streams = Stream.objects.numbered(frame.stream for frame in frames)
    numbered = [_number(frame, streams[frame.stream]) for frame in frames]
    Stream.objects.bulk_update(streams.values(), ["seq"])
    LiveEvent.objects.bulk_create([_row(frame, streams[frame.stream]) for frame in numbered])
    lines = [frame.packed() for frame in numbered]
    transaction.on_commit(lambda: line(settings.REDIS_URL).publish(lines), robust=True)


def _number(frame: RenderedFrame, stream: Stream) -> NumberedFrame:
    stream.seq += 1
    return NumberedFrame(
        stream=frame.stream,
        seq=stream.seq,
        op=Op(frame.op).value,
        id=frame.id,
        html=frame.html,
        author=frame.author,
        reader=frame.reader,
    )


def _row(frame: NumberedFrame, stream: Stream) -> LiveEvent:
    return LiveEvent(
        stream=stream,
        seq=frame.seq,
        op=frame.op,
        dom_id=frame.id,
        html=dict(frame.html),
        author=frame.author,
        reader=frame.reader,
    )


def channel() -> str:
    """The Redis channel of this database; two databases may share one Redis."""
    return f"live:{connection.settings_dict['NAME']}"


class Line:
    """The way to Redis: only a hint, so it waits 0.3 s at most, never raises, and rests a second after a failure."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0)
        )
        self._lock = threading.Lock()
        self._resting_until = 0.0

    def publish(self, lines: Sequence[str]) -> bool:
        """Send every line; False when Redis was not reached, and the hubs will find the frames by themselves."""
        if self._rests():
            return False
        pipe = self._redis.pipeline(transaction=False)
        for text in lines:
            pipe.publish(channel(), text)
        try:
            pipe.execute()
        except (redis.RedisError, OSError) as error:
            self._rest(error)
            return False
        self._resting_until = 0.0
        return True

    def _rests(self) -> bool:
        """Whether the circuit is open; one caller a second is let through to try, the others go on at once."""
        with self._lock:
            if self._resting_until == 0.0:
                return False
            if time.monotonic() < self._resting_until:
                return True
            self._resting_until = time.monotonic() + PAUSE
            return False

    def _rest(self, error: Exception) -> None:
        with self._lock:
            if self._resting_until == 0.0:
                logger.warning("Redis is away, live goes by the database: %s", error)
            self._resting_until = time.monotonic() + PAUSE


@cache
def line(url: str) -> Line:
    """This process's way to a Redis."""
    return Line(url)
