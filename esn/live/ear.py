"""Listens to Redis, and comes back to it for ever; what was said in between, the hub reads from the log."""

import asyncio
import logging
from collections.abc import Callable

import redis.asyncio as redis
from redis.exceptions import RedisError

from esn.live.frames import NumberedFrame

logger = logging.getLogger(__name__)

RETRY = 0.2
SILENCE = 5.0
CONNECT_SECONDS = 2.0


class Deaf(Exception):
    """Redis did not answer a ping."""


async def listen(url: str, channel: str, *, hear: Callable[[NumberedFrame], None], back: Callable[[], None]) -> None:
    """Hand every frame of `channel` to `hear`, for ever.

    `back` is told after each connect: frames may have been missed before it.
    """
    said = ""
    while True:
        try:
            await _listen_once(url, channel, hear=hear, back=back)
        except (RedisError, OSError, Deaf, TimeoutError) as error:
            if str(error) != said:
                logger.warning("Redis is away, live goes by the database: %s", error)
            said = str(error)
        await asyncio.sleep(RETRY)


async def _listen_once(
    url: str, channel: str, *, hear: Callable[[NumberedFrame], None], back: Callable[[], None]
) -> None:
    # redis-py 8 gives a silent subscription up after 5 s unless its socket has no timeout
    server = redis.Redis.from_url(url, socket_timeout=None, socket_connect_timeout=CONNECT_SECONDS)
    async with server, server.pubsub() as pubsub:
        await asyncio.wait_for(pubsub.subscribe(channel), CONNECT_SECONDS)
        back()
        silent = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE)
            if message is None and silent:
                raise Deaf("no answer to a ping")
            silent = message is None
            if silent:
                await pubsub.ping()
            elif message is not None and message["type"] == "message":
                _hand_on(message["data"], hear)


def _hand_on(line: bytes, hear: Callable[[NumberedFrame], None]) -> None:
    try:
        frame = NumberedFrame.unpacked(line)
    except (ValueError, TypeError):
        logger.warning("Redis carried something on our channel that is no frame.")
        return
    hear(frame)
