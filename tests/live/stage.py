"""What the tests of the sockets are played with: serving processes that may be killed, readers that come back."""

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from embedded.servers import Servers
from people.models import Person
from tests.cluster import free_port

PATIENCE = 20
P = ParamSpec("P")


def in_own_loop(played: Coroutine[Any, Any, None]) -> None:
    """Run to the end on a loop in a thread of its own: Playwright keeps one going in the thread of the tests."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, played).result()


def played(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A test that is a coroutine, for pytest."""

    @wraps(test)
    def play(*args: P.args, **kwargs: P.kwargs) -> None:
        in_own_loop(test(*args, **kwargs))

    return play


def allow(person: Person, *names: str) -> None:
    """Let a person read the streams `t:NAME`."""
    with connection.cursor() as cursor:
        rows = [(person.pk, name) for name in names]
        cursor.executemany("INSERT INTO live_test_reader VALUES (%s, %s) ON CONFLICT DO NOTHING", rows)


def forbid(person: Person, *names: str) -> None:
    """Take the streams `t:NAME` from a person."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM live_test_reader WHERE person_id = %s AND name = ANY(%s)", [person.pk, list(names)])


def log_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def cookie_of(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Server:
    """A serving process on the test database."""

    def __init__(self, *, redis_url: str) -> None:
        self.port = free_port()
        self.redis_url = redis_url
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> dict[str, str]:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return {**os.environ, "DATABASE_URL": database, "REDIS_URL": self.redis_url}

    def start(self) -> None:
        command = ["uvicorn", "tests.live.served:application", "--port", str(self.port), "--log-level", "warning"]
        command += [
            "--lifespan",
            "off",
            "--ws",
            "esn.live.uvicorn_protocol:LiveProtocol",
            "--ws-per-message-deflate",
            "false",
        ]
        self.process = subprocess.Popen([sys.executable, "-m", *command], env=self.environ)

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)

    async def ready(self) -> None:
        """Returns when it accepts connections; fails when the process has died."""
        while True:
            assert self.process is not None
            assert self.process.poll() is None, "the server did not start"
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            await asyncio.sleep(0.02)

    def memory(self) -> int:
        """Bytes in use by the process."""
        assert self.process is not None
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGESIZE")


class OwnRedis:
    """A Redis that the test may kill, pause and start again."""

    def __init__(self, home: str) -> None:
        self._servers = Servers(Path(home), durable=False)
        self.url = self._servers.environ["REDIS_URL"]

    def start(self) -> None:
        self._servers.start(postgres=False)

    def signal(self, number: signal.Signals) -> None:
        child = self._servers.valkey.child
        assert child is not None
        child.send_signal(number)
        if number == signal.SIGKILL:
            child.wait(PATIENCE)

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.signal(signal.SIGCONT)
        self._servers.stop()


def handshake(port: int, cookie: str, **more: Any) -> connect:
    """A connection as a browser on our own page makes it."""
    options: dict[str, Any] = {
        "origin": settings.BASE_URL,
        "subprotocols": ["live.v1"],
        "additional_headers": {"Cookie": cookie} if cookie else {},
        "compression": None,
        "ping_interval": None,
        "open_timeout": PATIENCE,
        "proxy": None,
    }
    return connect(f"ws://127.0.0.1:{port}/ws/live/", **{**options, **more})


class Line:
    """One socket, spoken to frame by frame."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **body: Any) -> None:
        await self.socket.send(json.dumps(body))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            heard: dict[str, Any] = json.loads(await self.socket.recv())
            return heard

    async def hear_until(self, kind: str) -> list[dict[str, Any]]:
        """All frames up to the first of this kind."""
        frames: list[dict[str, Any]] = []
        while not frames or frames[-1].get("t") != kind:
            frames.append(await self.hear())
        return frames

    async def closing(self) -> int:
        """The code with which the server closes, after whatever it still says."""
        with contextlib.suppress(ConnectionClosed):
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self.socket.recv()
        return self.socket.close_code or 0


@contextlib.asynccontextmanager
async def line(server: Server, person: Person | str, **hello: Any) -> AsyncIterator[Line]:
    """A socket of this person (or of this cookie) that has said hello with `hello`, when there is any."""
    cookie = person if isinstance(person, str) else cookie_of(await asyncio.to_thread(log_in, person))
    async with handshake(server.port, cookie) as socket:
        opened = Line(socket)
        if hello:
            await opened.say(t="hello", **hello)
        yield opened


class Reader:
    """A reader who comes back whenever her socket breaks, with her cursors, to any of the servers."""

    def __init__(self, person: Person, servers: list[Server], names: Iterable[str], *, seed: int) -> None:
        self.person = person
        self.cookie = cookie_of(log_in(person))
        self.cursors = {f"t:{name}": 0 for name in names}
        self.seen: list[tuple[str, int, str]] = []
        self.revoked: dict[str, int] = {}
        self.troubles: list[str] = []
        self._servers = servers
        self._random = random.Random(seed)
        self._task: asyncio.Task[None] | None = None
        self._progress = asyncio.Event()

    def start(self) -> None:
        self._task = asyncio.create_task(self._come_back())

    async def stop(self) -> None:
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def reaches(self, heads: dict[str, int]) -> None:
        """Returns when every stream she still reads has come to its head."""
        async with asyncio.timeout(PATIENCE):
            while any(self.cursors[key] < seq for key, seq in heads.items() if key in self.cursors):
                self._progress.clear()
                await self._progress.wait()

    async def _come_back(self) -> None:
        while True:
            server = self._random.choice(self._servers)
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                async with handshake(server.port, self.cookie, open_timeout=2) as socket:
                    await socket.send(json.dumps({"t": "hello", "s": self.cursors}))
                    async for text in socket:
                        self._take(json.loads(text))
            await asyncio.sleep(self._random.random() * 0.1)

    def _take(self, frame: dict[str, Any]) -> None:
        self._progress.set()
        key = frame.get("s")
        if frame.get("t") == "rev":
            self.revoked[str(key)] = frame["n"]
            self.cursors.pop(str(key), None)
        elif frame.get("t") == "stale":
            self.troubles.append(f"stale {key}")
        elif frame.get("t") == "hi":
            self.cursors |= {name: seq for name, seq in frame["s"].items() if name in self.cursors}
            # evicted while she was away: the stream is refused where it would have been revoked
            for name in frame["no"]:
                self.revoked[name] = 0
                self.cursors.pop(name, None)
        elif "op" in frame and isinstance(key, str):
            self._note(key, frame["n"], frame["id"])

    def _note(self, key: str, seq: int, dom_id: str) -> None:
        if key not in self.cursors:
            self.troubles.append(f"{key} {seq} after its revocation")
        elif seq <= self.cursors[key]:
            self.troubles.append(f"{key} {seq} again")
        else:
            self.cursors[key] = seq
            self.seen.append((key, seq, dom_id))


def small_window() -> socket.socket:
    """A socket whose kernel buffer is small, so that it is soon full."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
    return narrow
