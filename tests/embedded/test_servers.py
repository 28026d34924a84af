"""The embedded servers start in odd places and after odd ends."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.accounts import account_for
from embedded.binaries import postgres_programs
from embedded.errors import EmbeddedError
from embedded.servers import Servers
from tests.embedded.conftest import processes_of


@contextlib.contextmanager
def running(home: Path, *, durable: bool = False) -> Iterator[Servers]:
    servers = Servers(home, durable=durable)
    servers.start()
    try:
        yield servers
    finally:
        servers.stop()


def ask(servers: Servers, sql: str) -> str:
    psql = postgres_programs(servers.home, servers.account) / "psql"
    argv = [str(psql), servers.environ["DATABASE_URL"], "-XAtc", sql]
    return subprocess.run(argv, capture_output=True, text=True, check=True, cwd="/").stdout.strip()


@pytest.mark.parametrize("name", ["a space", "é and ü, with a comma", "long" * 30])
def test_they_start_in_a_folder_with_any_name(folder: Path, name: str) -> None:
    with running(folder / name) as servers:
        assert ask(servers, "select 1") == "1"


def test_accented_letters_count_in_similarity_and_in_lower_case(folder: Path) -> None:
    with running(folder) as servers:
        ask(servers, "create extension pg_trgm")
        assert ask(servers, "select similarity('École', 'cole') < 1") == "t"
        assert ask(servers, "select lower('ÉCOLE')") == "école"


def test_an_orphan_of_a_killed_run_makes_room(folder: Path) -> None:
    orphaned = Servers(folder)
    orphaned.start()
    ask(orphaned, "create table kept as select 1")
    with running(folder) as servers:
        assert ask(servers, "select count(*) from kept") == "1"
    for child in (orphaned.postgres.child, orphaned.valkey.child):
        assert child is not None
        assert child.wait(30) == 0


def test_a_number_that_someone_else_got_is_not_trusted(folder: Path) -> None:
    with running(folder) as servers:
        ask(servers, "select 1")
    data = next(folder.glob("pg*"))
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")
    (servers.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    with running(folder) as again:
        assert ask(again, "select 1") == "1"


def test_a_killed_database_comes_back_with_what_was_committed(folder: Path) -> None:
    servers = Servers(folder)
    servers.start()
    ask(servers, "create table kept as select 1")
    for pid in processes_of(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    with running(folder) as again:
        assert ask(again, "select count(*) from kept") == "1"


def test_servers_that_were_killed_are_started_again_with_what_was_committed(folder: Path) -> None:
    with running(folder, durable=True) as servers:
        ask(servers, "create table kept as select 1")
        assert servers.revive() == []
        for child in (servers.postgres.child, servers.valkey.child):
            assert child is not None
            child.kill()
            child.wait()
        assert servers.revive() == ["Valkey", "PostgreSQL"]
        assert ask(servers, "select count(*) from kept") == "1"


def test_a_cluster_of_another_user_is_named(folder: Path) -> None:
    with pytest.raises(EmbeddedError, match="was made by another user"):
        account_for(folder, mine=os.geteuid() + 4321)


def test_a_cluster_of_another_user_stays_his_when_root_starts_it(folder: Path) -> None:
    owner = folder.stat().st_uid
    account = account_for(folder, mine=0)
    assert owner in {account.uid, 0}
    assert account.other
