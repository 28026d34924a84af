"""The seeded databases: kept in a folder, made anew when their tables or their seed have changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection, connections

from embedded.lock import the_lock
from embedded.servers import Servers

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "bench" / "seed.sql"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "esn.settings",
    "SECRET_KEY": "for-the-bench-only-which-signs-nothing-of-any-worth",
    "BASE_URL": "http://127.0.0.1",
    "LOG_LEVEL": "WARNING",
    "STATEMENT_SECONDS": "0",
    "EMAIL_URL": "",
}

CALL = """
import django, importlib, json, sys; django.setup()
print(json.dumps(getattr(importlib.import_module(sys.argv[1]), sys.argv[2])(**json.loads(sys.argv[3]))))
"""


@dataclass(frozen=True)
class Size:
    """How much is in a database."""

    posts: int
    people: int = 10_000
    potatoes: int = 50_000
    reactions: int = 0
    comments: int = 0


@dataclass(frozen=True)
class Sizes:
    """The two that are compared: the large one has ten times the posts."""

    small: Size
    large: Size


def sizes(*, full: bool) -> Sizes:
    """100,000 and 1,000,000 posts; with three million reactions and two million comments if all is asked for."""
    reactions, comments = (3_000_000, 2_000_000) if full else (1_000_000, 300_000)
    large = Size(1_000_000, reactions=reactions, comments=comments)
    return Sizes(replace(large, posts=100_000, reactions=reactions // 10, comments=comments // 10), large)


@contextmanager
def servers(home: Path) -> Iterator[Servers]:
    """The embedded servers on that folder, not durable."""
    with the_lock(home):
        found = Servers(home, durable=False)
        found.start()
        try:
            yield found
        finally:
            found.stop()


def environ(found: Servers, database: str) -> dict[str, str]:
    """What a process needs to work on one of the databases."""
    url = found.environ["DATABASE_URL"].replace("/esn?", f"/{database}?")
    data = {"ESN_DATA_DIR": str(found.home / "data")}
    return {**os.environ, **SETTINGS, **data, "DATABASE_URL": url, "REDIS_URL": found.environ["REDIS_URL"]}


def manage(found: Servers, database: str, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py, whatever its exit code."""
    command = [sys.executable, "manage.py", *argv]
    return subprocess.run(command, cwd=ROOT, env=environ(found, database), capture_output=True, text=True, check=False)


def fresh(found: Servers, database: str) -> None:
    """An empty database with our tables."""
    for verb in ("DROP DATABASE IF EXISTS", "CREATE DATABASE"):
        ask(found, "postgres", "bench.databases", "execute", statement=f'{verb} "{database}"')
    done = manage(found, database, "migrate", "--verbosity", "0")
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def seeded(found: Servers, database: str, size: Size) -> bool:
    """See that the database holds that much; whether it had to be made."""
    note, state = found.home / f"{database}.seeded", _state(size)
    if note.exists() and note.read_text() == state:
        return False
    note.unlink(missing_ok=True)
    fresh(found, database)
    ask(found, database, "bench.databases", "fill", values=asdict(size))
    note.write_text(state)
    return True


def _state(size: Size) -> str:
    """Changes with the size, the seed, our tables, and the week: the seed's times lie before its own now."""
    held = hashlib.sha256(SEED.read_bytes())
    for migration in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("esn/*/migrations/*.py")):
        held.update(migration.read_bytes())
    today = dt.datetime.now(dt.UTC).isocalendar()
    return f"{size} {today.year}-{today.week} {held.hexdigest()}"


def ask(found: Servers, database: str, module: str, function: str, **facts: object) -> Any:
    """Call a function in a process of its own in which Django works on that database; what it returned."""
    command = [sys.executable, "-c", CALL, module, function, json.dumps(facts)]
    done = subprocess.run(
        command, cwd=ROOT, env=environ(found, database), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed")
    return json.loads(done.stdout.splitlines()[-1])


def execute(statement: str) -> None:
    """Run one statement in the database of this process."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def fill(values: dict[str, int]) -> None:
    """Run the seed in the database of this process."""
    script = re.sub(r"(?<!:):([a-z]+)", lambda name: str(values[name.group(1)]), _statements())
    with connection.cursor() as cursor:
        cursor.execute(script)
        _move_counters(cursor)
        cursor.execute("VACUUM (ANALYZE)")


def _statements() -> str:
    """The seed without its comments, which hold colons too."""
    return "\n".join(line for line in SEED.read_text().splitlines() if not line.startswith("--"))


def _move_counters(cursor: Any) -> None:
    """Let rows that are made later get ids above the seed's."""
    for table in ("people_person", "feeds_community", "feeds_post", "issues_customer", "issues_issue"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


@contextmanager
def working_on(name: str) -> Iterator[None]:
    """Send the statements of this process to another database of the same server."""
    before = connections["default"]
    other = connections.create_connection("default")
    other.settings_dict = {**before.settings_dict, "NAME": name}
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = before
        other.close()
