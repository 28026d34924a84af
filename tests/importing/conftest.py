"""Running the commands as an administrator does."""

from __future__ import annotations

import io
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
