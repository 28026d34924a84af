"""How fast a log of issues goes in."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.databases import ask, fresh, manage
from bench.measuring import Figure, figure
from embedded.servers import Servers
from tests.importing.made import incidents, write

REAL = "servicenow_incident_event_log.csv.zip"
ALL_ROWS, ROWS, LEAST = 119_998, 5_000, 200
FAILED = "could not be followed"


def measure(found: Servers, *, rows: int | None) -> dict[str, Figure]:
    """Rows a second of the command, its start and its closing comparison included; `rows` of None are all there are."""
    fresh(found, "import")
    ask(found, "import", "bench.inside.someone", "enter")
    real = Path(os.environ.get("ESN_REAL_DATA") or "/nowhere") / REAL
    file = real if real.exists() else write(found.home / "made.csv", incidents(1_200 if rows else 27_000, seed=1))
    count = rows or (ALL_ROWS if file == real else sum(1 for _ in file.open()) - 1)
    limit = [f"--limit={rows}"] if rows else []
    start = time.perf_counter()
    done = manage(found, "import", "import_issues", str(file), "--mapping", "servicenow", *limit)
    seconds = time.perf_counter() - start
    if done.returncode and FAILED not in done.stderr:
        raise RuntimeError(done.stderr[-2000:])
    what = "a real log" if file == real else "a made log"
    method = f"{count:,} rows of {what} replayed by two processes in {seconds:.0f} s, start and comparison included"
    return {"import_rows_per_s": figure(count / seconds, LEAST, method)}
