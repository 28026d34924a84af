"""What is asked for all the time and hardly ever changes: kept in each process, and read anew every other second."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

from django.db import transaction

SECONDS = 2
Kept = TypeVar("Kept")


class Fresh(Generic[Kept]):
    """What `read` returns, at most `SECONDS` old; `read` must not return what a caller changes."""

    def __init__(self, read: Callable[[], Kept]) -> None:
        self._in_period = lru_cache(maxsize=1)(lambda _period: read())

    def get(self) -> Kept:
        """As it was read last, within the last `SECONDS`."""
        return self._in_period(int(time.monotonic() / SECONDS))

    def forget(self) -> None:
        """Read it anew, because it was changed: for the rest of this action, and after it for all of this process."""
        self._in_period.cache_clear()
        transaction.on_commit(self._in_period.cache_clear)
