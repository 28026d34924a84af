"""A thread with a database connection of its own, for work that must not wait behind anybody's page."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    """Does one piece of work after the other."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"live-{name}")

    async def do(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` in the thread of this desk."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(_fresh, work, *args, **kwargs))

    def close(self) -> None:
        """Give the database connection back and end the thread."""
        self._pool.submit(connections.close_all)
        self._pool.shutdown(wait=False)


def _fresh(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    close_old_connections()
    return work(*args, **kwargs)
