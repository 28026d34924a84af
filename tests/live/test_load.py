"""One reader who stalls, or one query that hangs, is nobody else's trouble."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from websockets.asyncio.client import connect

from esn.live.frames import RenderedFrame
from esn.live.publisher import bump
from people.models import Person
from tests.live.served import BLOCKING
from tests.live.stage import Line, Server, allow, cookie_of, handshake, line, log_in, played, small_window

LARGE = {"en": "x" * 8_192}
MESSAGES, BATCH = 3_000, 50
BOUND = 12 * 1024 * 1024


def write(name: str, first: int, count: int) -> None:
    with transaction.atomic():
        bump([RenderedFrame(f"t:{name}", "add", f"n{number}", LARGE) for number in range(first, first + count)])


async def numbers(reader: Line, *, upto: int) -> list[int]:
    """The numbers heard, up to this one."""
    heard: list[int] = []
    while not heard or heard[-1] < upto:
        heard.append((await reader.hear())["n"])
    return heard


@played
async def test_a_reader_who_stops_reading_costs_no_memory_and_holds_nobody_up(
    server: Server, rita: Person, carl: Person, name: str
) -> None:
    """24 MB to a socket that nobody reads: it is closed with 4008, and whoever comes back is told where she stands."""
    await asyncio.gather(asyncio.to_thread(allow, rita, name), asyncio.to_thread(allow, carl, name))
    cookie = cookie_of(await asyncio.to_thread(log_in, rita))
    narrow = small_window()
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", server.port))
    async with (
        handshake(server.port, cookie, sock=narrow, max_queue=1) as stopped,
        line(server, carl, s={f"t:{name}": 0}) as healthy,
    ):
        stalls = Line(stopped)
        await stalls.say(t="hello", s={f"t:{name}": 0})
        await asyncio.gather(stalls.hear_until("hi"), healthy.hear_until("hi"))
        # the frames that are kept in memory for those who come back are filled first
        warm = BATCH * 8
        for first in range(1, warm, BATCH):
            await asyncio.to_thread(write, name, first, BATCH)
        heard = await numbers(healthy, upto=warm)
        before = server.memory()
        for first in range(warm + 1, MESSAGES, BATCH):
            await asyncio.to_thread(write, name, first, BATCH)
            heard += await numbers(healthy, upto=first + BATCH - 1)
        grown = server.memory() - before
        got = [frame["n"] for frame in await drain(stalls)]
    assert heard == list(range(1, MESSAGES + 1))
    assert grown < BOUND
    assert stopped.close_code == 4008
    assert got == list(range(1, len(got) + 1))
    assert len(got) < MESSAGES
    async with line(server, rita, s={f"t:{name}": len(got)}) as back:
        assert await back.hear() == {"t": "stale", "s": f"t:{name}", "n": MESSAGES}


async def drain(reader: Line) -> list[dict[str, int]]:
    """Everything still to be heard until the server closes."""
    frames = []
    try:
        while True:
            frames.append(await reader.hear())
    except Exception:  # noqa: BLE001 the end of the socket, whatever it is called
        return frames


@pytest.fixture
def held_lock(commits: None) -> Iterator[None]:
    """The lock for which a query of the server waits until the test is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [BLOCKING])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def wait_until_blocked() -> None:
    """Returns when the server's query waits for the lock."""
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            (waiting,) = cursor.fetchone()
    connections.close_all()


@played
async def test_a_query_that_hangs_in_a_consumer_keeps_nobody_from_hello_or_news(
    server: Server, rita: Person, carl: Person, name: str, held_lock: None
) -> None:
    """Channels' consumers share one thread for the database; the sockets of live do not use it."""
    await asyncio.gather(asyncio.to_thread(allow, rita, name), asyncio.to_thread(allow, carl, name))
    async with line(server, rita, s={f"t:{name}": 0}) as early:
        await early.hear_until("hi")
        async with connect(f"ws://127.0.0.1:{server.port}/block/", proxy=None):
            await asyncio.to_thread(wait_until_blocked)
            async with line(server, carl, s={f"t:{name}": 0}) as late:
                await late.hear_until("hi")
                await asyncio.to_thread(write, name, 1, 3)
                assert await numbers(early, upto=3) == await numbers(late, upto=3) == [1, 2, 3]
