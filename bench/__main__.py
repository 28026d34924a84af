"""`make bench`: runs the measurements, prints them as a table, and writes bench/results.json and bench/results.md.

Names of parts as arguments run only these and leave the other figures as they are. FULL=1 takes all sizes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import idle, importing, live
from bench.databases import ROOT, Sizes, ask, seeded, servers, sizes
from bench.measuring import Figure, met
from embedded.servers import Servers

HOME = ROOT / ".data" / "bench"
RESULTS, TABLE = ROOT / "bench" / "results.json", ROOT / "bench" / "results.md"
ORDER = (
    *("live_cpu_ratio", "live_p95_ratio", "home_cpu_ratio", "stream_queries", "home_queries", "feed_growth_10x"),
    *("feed_page50_ratio", "feed_raw_ratio", "board_ratio", "board_p95_ms", "similar_p95_ms", "split_p95_ms"),
    *("import_rows_per_s", "digests_per_s", "idle_memory_mb"),
)
Figures = dict[str, Figure]


def parts(found: Servers, *, full: bool) -> Mapping[str, Callable[[], Figures]]:
    """Every part by its name."""
    child = found.postgres.child
    postgres = child.pid if child else 0
    return {
        "live": live.run,
        "home": lambda: ask(found, "large", "bench.inside.home", "measure", rounds=5, postgres=postgres),
        "feed": lambda: ask(found, "large", "bench.inside.feed", "measure", small="small", large="large", rounds=15),
        "board": lambda: ask(found, "large", "bench.inside.board", "measure", rounds=15),
        "splitting": lambda: ask(found, "large", "bench.inside.splitting", "measure", rounds=10),
        "import": lambda: importing.measure(found, rows=None if full else importing.ROWS),
        "digests": lambda: ask(
            found, "large", "bench.inside.digesting", "measure", people=9_000 if full else 1_000, postgres=postgres
        ),
        "idle": idle.measure,
    }


def seed(found: Servers, wanted: Sizes) -> None:
    """See that both databases are there."""
    for name, size in (("small", wanted.small), ("large", wanted.large)):
        start = time.monotonic()
        if seeded(found, name, size):
            say(f"seeded {size.posts:,} posts in {time.monotonic() - start:.0f} s")


def table(figures: Figures, *, load: str) -> str:
    """The figures as Markdown."""
    lines = ["# What was measured", "", load, "", "| figure | value | target | met | how |", "|---|---:|---:|---|---|"]
    for name in sorted(figures, key=ORDER.index):
        one = figures[name]
        is_met = "yes" if met(name, one) else "**no**"
        target = f"{'≥' if name.endswith('_per_s') else '≤'} {one['target']}"
        lines.append(f"| `{name}` | {one['value']} | {target} | {is_met} | {one['method']} |")
    return "\n".join(lines) + "\n"


def loaded() -> str:
    """How busy the machine was besides, for whoever reads the figures."""
    one, _five, fifteen = os.getloadavg()
    return (
        f"On {os.cpu_count()} cores, with a load of {one:.1f} at the end ({fifteen:.1f} over a quarter of an hour). "
        "PostgreSQL is the embedded one, without fsync; ratios come from turns taken one after the other."
    )


def say(sentence: str) -> None:
    """Tell whoever waits."""
    print(sentence, flush=True)


def main(wanted: list[str]) -> int:
    """Run the parts that are wanted, or all; 1 if one of them failed."""
    full, failed = bool(os.environ.get("FULL")), False
    figures: Figures = json.loads(RESULTS.read_text()) if wanted and RESULTS.exists() else {}
    with servers(HOME / "full" if full else HOME) as found:
        seed(found, sizes(full=full))
        for name, part in parts(found, full=full).items():
            if wanted and name not in wanted:
                continue
            start = time.monotonic()
            try:
                figures |= part()
            except (RuntimeError, OSError) as trouble:
                failed = True
                say(f"{name}: {trouble}")
            say(f"{name} took {time.monotonic() - start:.0f} s")
    _write(RESULTS, json.dumps({name: figures[name] for name in ORDER if name in figures}, indent=2) + "\n")
    _write(TABLE, table(figures, load=loaded()))
    say(TABLE.read_text())
    return int(failed)


def _write(file: Path, text: str) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
