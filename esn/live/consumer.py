"""The socket: admits a session, speaks `live.v1`, and leaves delivery to the hub."""

import asyncio
import time
from collections import deque
from typing import Any

from channels.consumer import AsyncConsumer, get_handler_name
from channels.exceptions import StopConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import parse_cookie

from esn.live import asks, gate
from esn.live.connection import Connection
from esn.live.keeper import Keeper, keeper

PROTOCOL = "live.v1"
HELLO_SECONDS = 5
MOST_PER_SECOND = 10
MOST_SOCKETS = 60
TRY_LATER = 1013
BAD_FRAME = 4400
TOO_MANY = 4429

Message = dict[str, Any]


class LiveConsumer(AsyncConsumer):
    """One reader's socket."""

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self.out: Any = None
        self.keeper: Keeper = keeper()
        self.said_hello = False
        self.heard: deque[float] = deque(maxlen=MOST_PER_SECOND)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.out = send
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self.connection is not None:
                self.connection.lose()
                self.keeper.hub.leave(self.connection)

    async def dispatch(self, message: Message) -> None:
        # Channels would visit the shared database thread for every message; nothing here uses it
        try:
            await getattr(self, get_handler_name(message))(message)
        except DatabaseError:
            await self.refuse(TRY_LATER)

    async def refuse(self, code: int) -> None:
        """Close, whether the socket was accepted or not."""
        if self.connection is not None:
            self.connection.close(code)
        else:
            await self.out({"type": "websocket.close", "code": code})

    async def websocket_connect(self, message: Message) -> None:
        key = session_key(self.scope)
        visitor = None
        if key and PROTOCOL in self.scope["subprotocols"]:
            visitor = (await self.keeper.hub.gate.do(gate.admit, [key])).get(key)
        if visitor is None:
            await self.refuse(BAD_FRAME)
            return
        await self.out({"type": "websocket.accept", "subprotocol": PROTOCOL})
        self.connection = Connection(visitor, session_key=key, send=self.out, now=time.monotonic())
        if self.keeper.hub.sockets_of(visitor.person_id) >= MOST_SOCKETS:
            self.connection.close(TOO_MANY)
            return
        self.keeper.hub.connections.add(self.connection)
        asyncio.get_running_loop().call_later(HELLO_SECONDS, self.expect_hello)

    def expect_hello(self) -> None:
        """Close a socket that has not said what it wants."""
        if self.connection is not None and not self.said_hello:
            self.connection.close(BAD_FRAME)

    async def websocket_receive(self, message: Message) -> None:
        if self.connection is None or self.connection.closed:
            return
        self.connection.heard_at = time.monotonic()
        if self.too_fast():
            self.connection.close(TOO_MANY)
            return
        try:
            await self.answer(self.connection, asks.read(message.get("text")))
        except asks.BadFrame:
            self.connection.close(BAD_FRAME)

    def too_fast(self) -> bool:
        """Whether this is the eleventh frame within a second."""
        now = time.monotonic()
        full = len(self.heard) == MOST_PER_SECOND and now - self.heard[0] < 1
        self.heard.append(now)
        return full

    async def answer(self, connection: Connection, ask: asks.Ask) -> None:
        if self.said_hello == (ask.kind == "hello"):
            raise asks.BadFrame("hello comes first, and once")
        self.said_hello = True
        if ask.kind == "unsub":
            self.keeper.hub.unsubscribe(connection, ask.names)
        elif ask.kind != "hb":
            if len(connection.named.union(ask.cursors)) > asks.MOST_STREAMS:
                raise asks.BadFrame("too many streams")
            if ask.known is not None:
                connection.know(ask.known)
            await self.keeper.hub.subscribe(connection, cursors=ask.cursors, sets=ask.sets)

    async def websocket_disconnect(self, message: Message) -> None:
        raise StopConsumer()


def session_key(scope: Any) -> str:
    """The session of the browser's cookie, and nothing else: no token in an address, no other header."""
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    return str(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, ""))
