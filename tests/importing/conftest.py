"""Running the commands as an administrator does."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.world import World


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the sentence with which it failed, if it did."""

    text: str
    failed: str = ""


Run = Callable[..., Ran]
REAL_DATA = Path(os.environ.get("ESN_REAL_DATA") or os.devnull)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is marked `real` where there are no real logs."""
    if item.get_closest_marker("real") and not REAL_DATA.is_dir():
        pytest.skip("ESN_REAL_DATA names no folder")


@pytest.fixture
def run() -> Run:
    """`run("import_issues", path, ...)`."""

    def command(name: str, *arguments: object, **options: object) -> Ran:
        out = io.StringIO()
        try:
            call_command(name, *(str(argument) for argument in arguments), stdout=out, **options)
        except CommandError as failed:
            return Ran(out.getvalue(), str(failed))
        return Ran(out.getvalue())

    return command


@pytest.fixture
def load(run: Run, world: World) -> Run:
    """`load(path, ...)` imports a log of the shipped kind into the company, in this process."""

    def command(path: Path, *arguments: object, mapping: str = "servicenow", processes: int = 1) -> Ran:
        return run("import_issues", path, "--mapping", mapping, "--processes", processes, *arguments)

    return command
