"""Runs the hub of a process and looks after its connections: heartbeats, silence, checks, the goodbye at the end."""

import asyncio
import signal
import threading
import time
from collections.abc import Coroutine
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from esn.live import ear
from esn.live.connection import Connection
from esn.live.frames import Message, websocket_message
from esn.live.hub import Hub
from esn.live.publisher import channel

TICK = 1.0
HEARTBEAT = 25
QUIET = 60
RECHECK = 60
IDLE = 60
SPREAD = 20
TIMED_OUT = 4000


class Keeper:
    """Keeps one hub going on one event loop."""

    def __init__(self) -> None:
        self.hub = Hub()
        works: list[Coroutine[Any, Any, None]] = [
            ear.listen(settings.REDIS_URL, channel(), hear=self.hub.hear, back=self.hub.back),
            self.hub.keep_whole(),
            self._look_after(),
        ]
        self._tasks = [asyncio.ensure_future(work) for work in works]
        self._say_goodbye_on_termination()

    async def _look_after(self) -> None:
        try:
            await self._go_round()
        finally:
            self.hub.close()

    async def _go_round(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            self.hub.doubt([connection for connection in list(self.hub.connections) if self._due(connection, now)])
            self._drop_idle(now)

    def _due(self, connection: Connection, now: float) -> bool:
        """Look after one connection; whether its turn has come to be checked."""
        if connection.closed:
            self.hub.leave(connection)
            return False
        if now - connection.heard_at > QUIET:
            connection.close(TIMED_OUT)
            return False
        if now - connection.beaten_at >= HEARTBEAT:
            connection.beaten_at = now
            connection.push(heartbeat(connection))
        if now - connection.checked_at < RECHECK:
            return False
        connection.checked_at = now
        return True

    def _drop_idle(self, now: float) -> None:
        """Forget streams that nobody has heard for a minute; until then they serve those who come back."""
        for key, idle in list(self.hub.channels.items()):
            if idle.listeners:
                idle.used_at = now
            elif now - idle.used_at > IDLE:
                del self.hub.channels[key]

    def say_goodbye(self) -> None:
        """Ask every reader to come back at a random moment within 20 s; the server then closes with 1012."""
        for connection in self.hub.connections:
            connection.push(websocket_message({"t": "bye", "spread": SPREAD}))

    def _say_goodbye_on_termination(self) -> None:
        # the server closes all sockets at once on a signal, and tells nobody before
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)
            if not callable(before):
                continue

            def both(received: int, frame: FrameType | None, before: Any = before) -> None:
                loop.call_soon_threadsafe(self.say_goodbye)
                before(received, frame)

            signal.signal(number, both)


def heartbeat(connection: Connection) -> Message:
    """A sign of life, with the cursors of frames that were not for this reader."""
    passed_over, connection.passed_over = connection.passed_over, {}
    return websocket_message({"t": "hb", "s": passed_over})


_keepers: WeakKeyDictionary[asyncio.AbstractEventLoop, Keeper] = WeakKeyDictionary()


def keeper() -> Keeper:
    """The keeper of this event loop; a serving process has one."""
    loop = asyncio.get_running_loop()
    found = _keepers.get(loop)
    if found is None:
        found = _keepers[loop] = Keeper()
    return found
