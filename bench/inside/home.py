"""The home page: its statements, and its CPU beside a bare function that does only what the page cannot avoid."""

from __future__ import annotations

import http.client
import os
import pickle
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client, RequestFactory

from bench.inside.readers import readers, statements
from bench.live import free_port, serving
from bench.measuring import Figure, family_cpu, figure, medians, percentile
from feeds import timeline
from feeds.drawing import draw
from people.models import Person

MOST_STATEMENTS, MOST_RATIO = 8, 3.0
READERS = 20
SERVER = ["uvicorn", "--log-level", "warning", "--lifespan", "off", "--no-server-header", "--timeout-keep-alive", "600"]


@dataclass
class Page:
    """What one reader's page takes, and how it looks."""

    cookie: str
    sent: list[tuple[str, Any]]
    stream: int
    ready: bytes


@dataclass
class Side:
    """One of the two servers; PostgreSQL's share is counted with it, for they take turns."""

    line: http.client.HTTPConnection
    pids: list[int]
    cpu: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def round(self, asked: list[tuple[str, str]]) -> None:
        """Ask for all the pages, one after the other."""
        before, taken = family_cpu(self.pids), []
        for path, cookie in asked:
            start = time.perf_counter()
            self.line.request("GET", path, headers={"Cookie": cookie})
            answer = self.line.getresponse()
            answer.read()
            taken.append(time.perf_counter() - start)
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
        self.cpu.append((family_cpu(self.pids) - before) / len(asked))
        self.seconds += taken


def measure(*, rounds: int, postgres: int) -> dict[str, Figure]:
    """The page of some median readers, warm, by turns with the bare function."""
    pages = pages_of(readers("median", READERS))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = _serve(stack, "esn.asgi:application", postgres, {})
        bare = _serve(stack, "bench.bare:application", postgres, {"BENCH_PAGES": _kept(folder, pages)})
        for number in range(rounds + 1):
            ours.round([("/", page.cookie) for page in pages])
            bare.round([(f"/?{at}", "") for at in range(len(pages))])
            if not number:
                ours.cpu, bare.cpu, ours.seconds, bare.seconds = [], [], [], []
    return {"home_cpu_ratio": _beside_bare(pages, ours, bare), **counted(pages)}


def pages_of(people: list[Person]) -> list[Page]:
    """The warm home page of each."""
    return [_page(person) for person in people]


def _page(reader: Person) -> Page:
    client = Client(headers={"host": settings.SITE.netloc})
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
    answers = [client.get("/")]
    sent = statements(lambda: answers.append(client.get("/")))
    if {answer.status_code for answer in answers} != {200}:
        raise RuntimeError(f"the home page answered {answers[0].status_code}")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    stream = len(statements(partial(_stream, reader)))
    return Page(f"{settings.SESSION_COOKIE_NAME}={cookie}", sent, stream, answers[-1].content)


def _stream(reader: Person) -> None:
    draw([item.post for item in timeline.home(reader).items], reader, RequestFactory().get("/"))


def _kept(folder: Path, pages: list[Page]) -> str:
    file = folder / "pages"
    file.write_bytes(pickle.dumps({str(at): (page.sent, page.ready) for at, page in enumerate(pages)}))
    return str(file)


def _serve(stack: ExitStack, application: str, postgres: int, more: dict[str, str]) -> Side:
    port = free_port()
    command = [*SERVER[:1], application, *SERVER[1:], "--port", str(port)]
    process = stack.enter_context(serving(command, port, {**os.environ, **more}))
    return Side(http.client.HTTPConnection("127.0.0.1", port), [process.pid, postgres])


def _beside_bare(pages: list[Page], ours: Side, bare: Side) -> Figure:
    cpu = medians({"ours": ours.cpu, "bare": bare.cpu})
    p95 = percentile(ours.seconds, 0.95) * 1e3
    said = f"{cpu['ours'] * 1e3:.1f} and {cpu['bare'] * 1e3:.1f} ms a page, p95 {p95:.0f} ms with one client"
    size = sum(len(page.ready) for page in pages) / len(pages) / 1024
    method = (
        "CPU of server and PostgreSQL, warm home page of median readers to a bare WSGI function that sends the same "
        f"statements and the ready bytes ({size:.0f} KB): {said}"
    )
    return figure(cpu["ours"] / cpu["bare"], MOST_RATIO, method)


def counted(pages: list[Page]) -> dict[str, Figure]:
    """The statements of the page, and of the stream in it."""
    many = f"most of {len(pages)} readers"
    whole = max(len(page.sent) for page in pages)
    return {
        "stream_queries": figure(
            max(page.stream for page in pages), MOST_STATEMENTS, f"statements of the stream of 20 cards, {many}"
        ),
        "home_queries": figure(
            whole, MOST_STATEMENTS, f"statements of the whole warm home page, login and live included, {many}"
        ),
    }
