"""What a live frame costs, as a ratio to a raw server in the same run: CPU per message, and p95 over all sockets.

`python -m bench.live` prints JSON; FULL=1 takes 5,000 sockets instead of 1,000.
"""

import contextlib
import itertools
import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import redis

from bench.audience import Audience
from embedded.throwaway import throw_away
from esn.live.frames import NumberedFrame

ROUNDS, EVENTS, WARM = 7, 10, 5
SOCKETS_OF_ONE = 50
MOST_CPU_RATIO, MOST_P95_RATIO = 2.0, 2.0
TEXT = "Quarterly planning notes are up; please review the roadmap section before Thursday. " * 9
ADDRESS = "http://127.0.0.1"
RAW_CHANNEL = "raw"
FIRST = 1_000_000
CORES = sorted(os.sched_getaffinity(0))
FRAME_HEAD = 4
HELLO = {"t": "hello", "s": {"all": None}}
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "esn.settings",
    "BASE_URL": ADDRESS,
    "SECRET_KEY": "for-the-bench-only-which-signs-nothing-of-any-worth",
    "LOG_LEVEL": "WARNING",
}
# a ping of the server's own between two events would be taken for a part of a frame
UVICORN = ["uvicorn", "esn.asgi:application", "--log-level", "warning", "--lifespan", "off", "--backlog", "8192"]
UVICORN += [
    "--ws",
    "esn.live.uvicorn_protocol:LiveProtocol",
    "--ws-per-message-deflate",
    "false",
    "--ws-ping-interval",
    "600",
]

PREPARE = """
import django, json, sys; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from people.models import Person
from esn.live.models import Stream
from esn.live.publisher import channel
call_command("migrate", verbosity=0)
Stream.objects.create(key="all", seq=int(sys.argv[2]), floor=int(sys.argv[2]))
cookies = []
for number in range(int(sys.argv[1])):
    client = Client()
    client.force_login(Person.objects.create_user(f"reader{number}"), backend=settings.AUTHENTICATION_BACKENDS[0])
    cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
print(json.dumps({"cookies": cookies, "channel": channel(), "redis": settings.REDIS_URL}))
"""


@dataclass
class Side:
    """One of the two servers, and what was measured of it."""

    process: subprocess.Popen[bytes]
    audience: Audience
    publish: Callable[[], object]
    size: int
    cpu: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)

    def round(self) -> None:
        """Publish some events, each when the one before has reached every socket."""
        before = cpu_seconds(self.process.pid)
        worst = [percentile(self.audience.times(self.publish, size=self.size), 0.95) for _ in range(EVENTS)]
        messages = EVENTS * len(self.audience.sockets)
        self.cpu.append((cpu_seconds(self.process.pid) - before) / messages)
        self.p95.append(statistics.median(worst))


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have used, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[round(share * (len(values) - 1))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(command: list[str], port: int, environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, on the first core; the readers keep to the others."""
    process = subprocess.Popen([sys.executable, "-m", *command], env=environ)
    os.sched_setaffinity(process.pid, CORES[:1])
    try:
        while True:
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} did not start")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def prepare(environ: dict[str, str], people: int) -> dict[str, Any]:
    """The tables, the readers' sessions, and where the frames go."""
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, str(people), str(FIRST)],
        env=environ,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextlib.contextmanager
def both_sides(count: int) -> Iterator[tuple[Side, Side]]:
    """The raw server and ours, each with `count` sockets; ours with real sessions and subscriptions."""
    with throw_away() as addresses, contextlib.ExitStack() as stack:
        environ = {**os.environ, **SETTINGS, **addresses}
        known = prepare(environ, -(-count // SOCKETS_OF_ONE))
        line = redis.Redis.from_url(known["redis"])
        raw_port, our_port = free_port(), free_port()
        raw_command = ["bench.raw_server", str(raw_port), known["redis"], RAW_CHANNEL]
        our_command = [*UVICORN, "--port", str(our_port)]
        raw = stack.enter_context(serving(raw_command, raw_port, environ))
        ours = stack.enter_context(serving(our_command, our_port, environ))
        os.sched_setaffinity(0, CORES[1:] or CORES)
        frames = numbered_frames()
        payload = next(numbered_frames()).message("en")["text"]
        size = len(payload) + FRAME_HEAD
        hers = Audience(our_port, count=count, headers=partial(our_headers, known["cookies"]), hello=HELLO)
        theirs = Audience(raw_port, count=count, headers=lambda _: {})
        yield (
            Side(raw, theirs, lambda: line.publish(RAW_CHANNEL, payload), size),
            Side(ours, hers, lambda: line.publish(known["channel"], next(frames).packed()), size),
        )


def numbered_frames() -> Iterator[NumberedFrame]:
    """Frames of one size, that go on where the prepared stream stands."""
    for seq in itertools.count(FIRST + 1):
        yield NumberedFrame("all", seq, "add", "post-991", {"en": f"<article>{TEXT}</article>"}, 7, None)


def our_headers(cookies: list[str], number: int) -> dict[str, str]:
    return {
        "Origin": ADDRESS,
        "Cookie": cookies[number // SOCKETS_OF_ONE],
        "Sec-WebSocket-Protocol": "live.v1",
    }


def measure(count: int) -> dict[str, dict[str, Any]]:
    """Both ratios, from medians over rounds in which the two servers take turns."""
    with both_sides(count) as sides:
        for side in sides:
            for _ in range(WARM):
                side.audience.times(side.publish, size=side.size)
        raw, ours = sides
        for _ in range(ROUNDS):
            # what this costs our server falls into the turn of the other
            ours.audience.stay_alive()
            raw.round()
            ours.round()
        return {
            "live_cpu_ratio": figure(ours.cpu, raw.cpu, MOST_CPU_RATIO, f"CPU per message, {count} sockets", "us", 1e6),
            "live_p95_ratio": figure(ours.p95, raw.p95, MOST_P95_RATIO, f"p95 over {count} sockets", "ms", 1e3),
        }


def figure(ours: list[float], raw: list[float], target: float, what: str, unit: str, scale: float) -> dict[str, Any]:
    mine, limit = statistics.median(ours), statistics.median(raw)
    said = f"ours {mine * scale:.1f} {unit}, raw uvloop server {limit * scale:.1f} {unit}"
    method = f"{what}, Redis to reader, {len(TEXT)} B, {ROUNDS} rounds of {EVENTS} events taking turns; {said}"
    return {"value": round(mine / limit, 2), "target": target, "method": method}


def run() -> dict[str, dict[str, Any]]:
    """For `make bench`: the same in a process of its own, which may pin itself to a core."""
    done = subprocess.run([sys.executable, "-m", "bench.live"], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = 5_000 if os.environ.get("FULL") else 1_000
    print(json.dumps(measure(count)))


if __name__ == "__main__":
    main()
