"""The site with two kinds of streams for the tests of the sockets, and a socket that blocks Channels' database thread.

`t:NAME` may be read by whoever stands in the table `live_test_reader`; the set `mine` holds all of hers.
"""

from typing import Any

from channels.consumer import AsyncConsumer
from channels.db import database_sync_to_async
from django.db import connection

from esn.asgi import application as site
from esn.live import streams

BLOCKING = 7_461


def readers(person_id: int, names: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM live_test_reader WHERE person_id = %s AND name = ANY(%s)", [person_id, names])
        return {name for (name,) in cursor.fetchall()}


def mine(person_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM live_test_reader WHERE person_id = %s ORDER BY name", [person_id])
        return [f"t:{name}" for (name,) in cursor.fetchall()]


streams.register("t", readers)
streams.register_set("mine", mine)


class Blocker(AsyncConsumer):
    """Accepts only after a query that waits for the test's lock, in the thread that Channels shares among consumers."""

    async def websocket_connect(self, message: Any) -> None:
        send: Any = self.base_send
        await send({"type": "websocket.accept"})
        await database_sync_to_async(self.wait_for_the_test)()
        await send({"type": "websocket.send", "text": "free"})

    def wait_for_the_test(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [BLOCKING, BLOCKING])


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket" and scope["path"] == "/block/":
        blocker: Any = Blocker()
        await blocker(scope, receive, send)
    else:
        await site(scope, receive, send)
