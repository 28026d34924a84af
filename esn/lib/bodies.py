"""Reads the body of a request before a thread is spent on it: within a minute, and up to a limit."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import IO, Any

Header = tuple[bytes, bytes]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

IN_MEMORY = 1024 * 1024
CHUNK = 256 * 1024
HEAR_OUT = 4  # times the limit: up to there the client may finish sending, so that it can read the refusal
REASON = b"x-body-refused"


class BodyGuard:
    """ASGI middleware. A body that is too slow or too large goes on as an empty one with the reason in a header."""

    def __init__(self, app: App, *, seconds: float, most: int) -> None:
        self.app, self.seconds, self.most = app, seconds, most

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = clean_headers(scope["headers"])
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                reason = await asyncio.wait_for(self._read(headers, receive, body), self.seconds)
            except TimeoutError:
                reason = b"slow"
            except ConnectionError:
                return
            if reason:
                body.seek(0)
                body.truncate()
                headers.append((REASON, reason))
            headers.append((b"content-length", str(body.tell()).encode()))
            body.seek(0)
            await self.app({**scope, "headers": headers}, _Replay(body, receive), send)

    async def _read(self, headers: list[Header], receive: Receive, body: IO[bytes]) -> bytes:
        """Fill `body`; the answer is why it was refused, or nothing."""
        declared = _pop_length(headers)
        if declared > self.most * HEAR_OUT:
            return b"large"
        more, size = True, 0
        while more and size <= self.most * HEAR_OUT:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            part: bytes = message.get("body", b"")
            size += len(part)
            if size <= self.most:
                body.write(part)
            more = message.get("more_body", False)
        return b"large" if size > self.most else b""


def clean_headers(headers: Iterable[Header]) -> list[Header]:
    """The headers without those that WSGI would take for another one (X_Forwarded_For) or that only we may set."""
    return [(name, value) for name, value in headers if b"_" not in name and name != REASON]


def _pop_length(headers: list[Header]) -> int:
    """The declared length, taken out of the headers: what was really read will stand there."""
    declared = [value for name, value in headers if name == b"content-length" and value.isdigit()]
    headers[:] = [(name, value) for name, value in headers if name not in {b"content-length", b"transfer-encoding"}]
    return int(declared[0]) if declared else 0


class _Replay:
    """Hands the body that was read on to the application, then whatever the client still says."""

    def __init__(self, body: IO[bytes], receive: Receive) -> None:
        self.body, self.receive, self.ended = body, receive, False

    async def __call__(self) -> Message:
        if self.ended:
            return await self.receive()
        part = self.body.read(CHUNK)
        self.ended = len(part) < CHUNK
        return {"type": "http.request", "body": part, "more_body": not self.ended}
