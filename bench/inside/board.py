"""The board, and the search for alike potatoes while somebody types, among 50,000 potatoes and 200,000 bites."""

from __future__ import annotations

import time
from functools import partial

from django.conf import settings
from django.test import Client

from bench.inside.readers import readers, replay, statements
from bench.measuring import Figure, figure, medians, percentile, take_turns
from issues.models import Issue, Task
from issues.reading import board
from issues.reading.lists import Filters
from issues.reading.similar import similar

MOST_OF_RAW, MOST_MS, BOARD_MS = 3.0, 300, 150
READERS = 5
PAGES = ("/board/", "/board/?lane=community&min_heat=25")


def measure(*, rounds: int) -> dict[str, Figure]:
    """All three figures."""
    return {"board_ratio": _board(rounds), "board_p95_ms": _page(rounds), "similar_p95_ms": _similar(rounds)}


def _board(rounds: int) -> Figure:
    some = readers("median", READERS)
    sent = [statement for reader in some for statement in statements(partial(board.board, Filters(), reader))]

    def boards() -> None:
        for reader in some:
            board.board(Filters(), reader)

    taken = take_turns({"boards": boards, "raw": partial(replay, sent)}, rounds=rounds)
    middle = medians(taken)
    ours, raw = (middle[name] / READERS * 1e3 for name in ("boards", "raw"))
    much = f"{Issue.objects.count():,} potatoes, {Task.objects.count():,} bites"
    method = (
        f"the board's read module to its {len(sent) // READERS} statements alone, {much}: {ours:.1f} and {raw:.1f} ms"
    )
    return figure(ours / raw, MOST_OF_RAW, method)


def _page(rounds: int) -> Figure:
    """The whole page as a browser asks for it, all of it and narrowed to hot ones in lanes."""
    taken, counts = [], set()
    for reader in readers("median", READERS):
        client = Client(headers={"host": settings.SITE.netloc})
        client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
        for path in PAGES:
            counts.add(len(statements(partial(client.get, path))))
            counts.add(len(statements(partial(client.get, path))))
            taken += [_timed(client, path) for _round in range(rounds)]
    method = f"{' and '.join(PAGES)} of {READERS} readers, p95 of {len(taken)}, at most {max(counts)} statements each"
    return figure(percentile(taken, 0.95), BOARD_MS, method)


def _timed(client: Client, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return (time.perf_counter() - start) * 1e3


def _similar(rounds: int) -> Figure:
    person = readers("median", 1)[0]
    titles = list(Issue.objects.order_by("pk").values_list("title", flat=True)[: rounds * 3])
    taken = []
    for title in titles:
        start = time.perf_counter()
        similar(title, person)
        taken.append((time.perf_counter() - start) * 1e3)
    method = f"open potatoes like a typed title, p95 of {len(titles)}, {Issue.objects.open().count():,} open ones"
    return figure(percentile(taken, 0.95), MOST_MS, method)
