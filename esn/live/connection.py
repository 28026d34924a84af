"""One reader's socket as the hub sees it: sends at once while she keeps up, and holds a bounded outbox when not."""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from esn.live.frames import Message
from esn.live.gate import Visitor

Send = Callable[[Message], Awaitable[None]]

MOST_FRAMES = 64
MOST_BYTES = 256 * 1024
MOST_KNOWN = 1_000
SLOW = 4008


@types.coroutine
def _resume(started: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine that was stepped once by hand and waits for `waits_for`."""
    while True:
        step: Callable[[Any], Any] = started.send
        value: Any = None
        try:
            yield waits_for
        except BaseException as error:  # noqa: BLE001 whatever it is, it is meant for the coroutine
            step, value = started.throw, error
        try:
            waits_for = step(value)
        except StopIteration:
            return


class Connection:
    """A socket that has said hello: who reads, what it hears, and its way out."""

    def __init__(self, visitor: Visitor, *, session_key: str, send: Send, now: float) -> None:
        self.person_id = visitor.person_id
        self.language = visitor.language
        self.session_key = session_key
        self.heard_at = self.beaten_at = self.checked_at = now
        self.streams: set[str] = set()
        self.sets: set[str] = set()
        self.named: set[str] = set()
        self.known: dict[str, int] | None = None
        self.suspended: dict[str, int] = {}
        self.passed_over: dict[str, int] = {}
        self.lock = asyncio.Lock()
        self.closed = False
        self._send = send
        self._close_code = 0
        self._outbox: deque[Message] = deque()
        self._held = 0
        self._writer: asyncio.Task[None] | None = None

    def know(self, cursors: dict[str, int]) -> None:
        """Remember where the page stands in streams that its sets may hold; more than two sets hold is not kept."""
        known = {**(self.known or {}), **cursors}
        self.known = dict(list(known.items())[-MOST_KNOWN:])

    def push(self, message: Message) -> None:
        """Send without waiting; a reader whose outbox overflows is closed with 4008 and resumes by its cursors."""
        if self.closed:
            return
        if self._writer is None:
            self._start(message)
            return
        self._outbox.append(message)
        self._held += len(message["text"])
        if len(self._outbox) > MOST_FRAMES or self._held > MOST_BYTES:
            self.close(SLOW)

    async def deliver(self, message: Message) -> None:
        """Send once the reader has taken what was sent before; for a replay, which may be longer than the outbox."""
        while self._writer is not None and not self.closed:
            await asyncio.wait({self._writer})
        self.push(message)

    def close(self, code: int) -> None:
        """Say goodbye with `code`, after what is being written; what waits in the outbox is dropped."""
        if self.closed:
            return
        self.closed = True
        self._outbox.clear()
        self._close_code = code
        if self._writer is None:
            self._start(self._goodbye())

    def lose(self) -> None:
        """The socket is gone; nothing more can be sent."""
        self.closed = True
        self._outbox.clear()
        if self._writer is not None:
            self._writer.cancel()

    def _goodbye(self) -> Message:
        code, self._close_code = self._close_code, 0
        return {"type": "websocket.close", "code": code}

    def _start(self, message: Message) -> None:
        """Step the send in place: nearly always it ends there, without a task of its own."""
        sending: Any = self._send(message)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 each server has its own for a socket that is gone
            self.closed = True
            return
        self._writer = asyncio.ensure_future(self._finish(sending, waits_for))

    async def _finish(self, sending: Coroutine[Any, Any, None], waits_for: Any) -> None:
        try:
            await _resume(sending, waits_for)
            while self._outbox:
                message = self._outbox.popleft()
                self._held -= len(message["text"])
                await self._send(message)
            if self._close_code:
                await self._send(self._goodbye())
        except Exception:  # noqa: BLE001 each server has its own for a socket that is gone
            self.closed = True
            self._outbox.clear()
        finally:
            self._writer = None
