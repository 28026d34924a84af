"""The home stream: how it grows with the number of posts and with the page, and what it costs beside its raw SQL."""

from __future__ import annotations

from functools import partial

from bench.databases import working_on
from bench.inside.readers import Statement, readers, replay, statements
from bench.measuring import Figure, figure, medians, take_turns
from feeds import timeline
from people.models import Person

KINDS = ("median", "heavy", "narrow", "dormant")
READERS = 5
PAGES = 50
MOST_GROWTH, MOST_PAGE_50, MOST_OF_RAW = 1.5, 1.5, 6.0


def measure(*, small: str, large: str, rounds: int, pages: int = PAGES) -> dict[str, Figure]:
    """The three ratios."""
    with working_on(large):
        asked = {kind: [_ids_statement(reader) for reader in readers(kind, READERS)] for kind in KINDS}
        later = _page_50(rounds, pages)
        beside = _beside_raw(rounds)
    return {"feed_growth_10x": _growth(asked, small, large, rounds), **later, **beside}


def _ids_statement(person: Person, cursor: str | None = None) -> Statement:
    """The statement that finds the ids of a page, the first of those that the page takes."""
    return statements(lambda: timeline.home(person, cursor=cursor))[0]


def _growth(asked: dict[str, list[Statement]], small: str, large: str, rounds: int) -> Figure:
    said, worst = [], 0.0
    taken: dict[str, dict[str, list[float]]] = {name: {kind: [] for kind in KINDS} for name in (small, large)}
    for _ in range(rounds):
        for name in (small, large):
            with working_on(name):
                for sent in asked.values():
                    replay(sent[:1])
                for kind, sent in asked.items():
                    turns = take_turns(
                        {str(number): partial(replay, [one]) for number, one in enumerate(sent)}, rounds=3
                    )
                    taken[name][kind] += [min(times) for times in turns.values()]
    middle = {name: medians(kinds) for name, kinds in taken.items()}
    for kind in KINDS:
        few, many = middle[small][kind], middle[large][kind]
        worst = max(worst, many / few)
        said.append(f"{kind} {few * 1e3:.2f} to {many * 1e3:.2f} ms")
    method = (
        "the statement that finds page 1, as the product sends it, 100,000 to 1,000,000 posts, worst kind of reader"
    )
    return figure(worst, MOST_GROWTH, f"{method}: {', '.join(said)}")


def _page_50(rounds: int, pages: int) -> dict[str, Figure]:
    said, worst = [], 0.0
    for kind in ("median", "heavy"):
        turns: dict[str, list[Statement]] = {"1": [], "50": []}
        for reader in readers(kind, READERS):
            cursor = None
            turns["1"].append(_ids_statement(reader))
            for _ in range(pages - 1):
                cursor = timeline.home(reader, cursor=cursor).next
            turns["50"].append(_ids_statement(reader, cursor))
        middle = medians(take_turns({page: partial(replay, sent) for page, sent in turns.items()}, rounds=rounds))
        worst = max(worst, middle["50"] / middle["1"])
        said.append(f"{kind} {middle['1'] / READERS * 1e3:.2f} and {middle['50'] / READERS * 1e3:.2f} ms")
    method = f"the statement that finds page 50 to that of page 1, 1,000,000 posts: {', '.join(said)}"
    return {"feed_page50_ratio": figure(worst, MOST_PAGE_50, method)}


def _beside_raw(rounds: int) -> dict[str, Figure]:
    """What the read module adds to its own statements."""
    some = readers("median", READERS)
    sent = [statement for reader in some for statement in statements(partial(timeline.home, reader))]

    def pages() -> None:
        for reader in some:
            timeline.home(reader)

    middle = medians(take_turns({"pages": pages, "raw": partial(replay, sent)}, rounds=rounds))
    ours, raw = (middle[name] / READERS * 1e3 for name in ("pages", "raw"))
    method = f"feed page (20 posts as objects), 1,000,000 posts, to its statements alone: {ours:.2f} and {raw:.2f} ms"
    return {"feed_raw_ratio": figure(ours / raw, MOST_OF_RAW, method)}
