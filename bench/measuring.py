"""How things are measured: CPU from /proc, medians of turns that are taken one after the other, and what came of it."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Figure = dict[str, Any]


def figure(value: float, target: float, method: str) -> Figure:
    """One entry of bench/results.json; of what is called a rate more is better, of all else less."""
    return {"value": round(value, 2), "target": target, "method": method}


def met(name: str, found: Mapping[str, Any]) -> bool:
    """Whether a figure reaches its target."""
    if name.endswith("_per_s"):
        return bool(found["value"] >= found["target"])
    return bool(found["value"] <= found["target"])


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have used, to the nanosecond."""
    found = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += int(task.read_text().split()[0])
    return found / 1e9


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                waiting += [int(child) for child in children.read_text().split()]
    return found


def family_cpu(pids: Sequence[int]) -> float:
    """CPU seconds of these processes and of all that descend from them."""
    return sum(cpu_seconds(one) for pid in pids for one in family(pid))


def take_turns(sides: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """Seconds of each side for each round; within a round they follow each other, so that noise hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            taken[name].append(time.perf_counter() - start)
    return taken


def medians(taken: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The median of each side."""
    return {name: statistics.median(values) for name, values in taken.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the others lies."""
    return sorted(values)[round(share * (len(values) - 1))]
