"""Which bites wait for which, and the longest way that is still left through them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A bite that is not eaten yet: its minutes, and the ids of those that it waits for."""

    id: int
    minutes: int
    needs: frozenset[int]


def in_order(parts: Sequence[Part]) -> list[Part]:
    """Each after all that it waits for; those that wait for each other in a circle are left out."""
    known = {part.id for part in parts}
    done: set[int] = set()
    found: list[Part] = []
    rest = list(parts)
    while rest:
        ready = [part for part in rest if part.needs & known <= done]
        if not ready:
            break
        found += ready
        done |= {part.id for part in ready}
        rest = [part for part in rest if part.id not in done]
    return found


def remaining(parts: Sequence[Part]) -> Mapping[int, int]:
    """For each bite the minutes from its beginning to the end of the longest chain that begins with it."""
    left: dict[int, int] = {}
    for part in reversed(in_order(parts)):
        waiting = [left[other.id] for other in parts if part.id in other.needs and other.id in left]
        left[part.id] = part.minutes + max(waiting, default=0)
    return left


def critical(parts: Sequence[Part]) -> list[int]:
    """The longest chain that is left, by effort, from the bite that holds all up to the last; empty if none waits."""
    left = remaining(parts)
    waiting_for = {
        part.id: [other.id for other in parts if part.id in other.needs and other.id in left] for part in parts
    }
    free = [part.id for part in in_order(parts) if not part.needs & left.keys()]
    current = max(free, key=lambda pk: left[pk], default=0)
    chain: list[int] = []
    while current:
        chain.append(current)
        current = max(waiting_for[current], key=lambda pk: left[pk], default=0)
    return chain if len(chain) > 1 else []
