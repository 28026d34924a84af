"""One PostgreSQL cluster on a unix socket."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from embedded import orphans
from embedded.accounts import Account
from embedded.binaries import major_version, postgres_programs
from embedded.children import end, spawn
from embedded.errors import EmbeddedError
from embedded.waiting import wait_until

DATABASE = "esn"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/", "TZ": "UTC"}
MAX_CONNECTIONS = 100
# Under plain C, pg_trgm drops every accented letter: the character type must know UTF-8.
BUILTIN_LOCALE = ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
LIBC_LOCALE = ["--locale=C.UTF-8"]


@dataclass
class Postgres:
    """Keeps its data in home/pgMAJOR and listens in `sockets`."""

    name: ClassVar[str] = "PostgreSQL"
    home: Path
    sockets: Path
    account: Account
    durable: bool
    child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Returns when the database exists and answers."""
        programs = postgres_programs(self.home, self.account)
        major = major_version(programs)
        data = self.home / f"pg{major}"
        self.account.give(data)
        if not (data / "PG_VERSION").exists():
            self._make_cluster(programs, data, major)
        self._clear_stale(data)
        log = self.home / "log" / "postgres.log"
        with log.open("ab") as output:
            self.child = spawn(
                self._argv(programs, data, major),
                cwd=Path("/"),
                env=ENVIRONMENT,
                account=self.account,
                output=output,
                death=signal.SIGINT,
            )
        wait_until(lambda: self._has_database(programs), child=self.child, name=self.name, log=log)

    def stop(self) -> None:
        """SIGINT is the fast shutdown; SIGTERM would wait for every client to leave."""
        if self.child:
            end(self.child, signal.SIGINT, patience=15)

    def _make_cluster(self, programs: Path, data: Path, major: int) -> None:
        argv = [str(programs / "initdb"), "-D", str(data), "-U", DATABASE, "-E", "UTF8", "--no-instructions"]
        argv += [*(BUILTIN_LOCALE if major >= 18 else LIBC_LOCALE), "--auth-local=trust", "--auth-host=reject"]
        argv += [] if self.durable else ["--no-sync"]
        made = subprocess.run(
            argv, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, check=False, **self.account.popen()
        )
        if made.returncode:
            raise EmbeddedError(f"initdb failed:\n{(made.stdout + made.stderr)[-1500:]}")

    def _argv(self, programs: Path, data: Path, major: int) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "max_connections": str(MAX_CONNECTIONS),
        }
        if major >= 18:
            settings["shared_preload_libraries"] = "pg_stat_statements"
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # statistics taken in the middle of a test that is rolled back mislead the tests after it
            settings |= {"autovacuum": "off"}
        given = (part for key, value in settings.items() for part in ("-c", f"{key}={value}"))
        return [str(programs / "postgres"), "-D", str(data), *given]

    def _has_database(self, programs: Path) -> bool:
        """Ask for the database, making it at the first start."""
        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        found = self._ask(programs, f"select 1 from pg_database where datname = '{DATABASE}'")
        if found.returncode == 0 and not found.stdout.strip():
            return self._ask(programs, f"create database {DATABASE}").returncode == 0
        return found.returncode == 0

    def _ask(self, programs: Path, sql: str) -> subprocess.CompletedProcess[str]:
        argv = [str(programs / "psql"), "-h", str(self.sockets), "-U", DATABASE, "-d", "postgres", "-XAtc", sql]
        return subprocess.run(
            argv, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, check=False, **self.account.popen()
        )

    def _clear_stale(self, data: Path) -> None:
        """Remove what a killed server left: it would trust any live process that got its number."""
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.sockets / name).unlink(missing_ok=True)
        pidfile = data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int(pidfile.read_text().split("\n", 1)[0])
            if orphans.alive(pid) and str(data) in orphans.command_of(pid):
                self._dismiss_orphan(pid, pidfile)
            self._outlive_children(data)
            pidfile.unlink(missing_ok=True)

    def _outlive_children(self, data: Path) -> None:
        """Those of a killed server may still write: nobody else may before they have noticed and left."""
        for _ in range(1000):
            if not orphans.working_in(data):
                return
            time.sleep(0.02)
        raise EmbeddedError(f"processes of an old PostgreSQL still hold {data}.")

    def _dismiss_orphan(self, pid: int, pidfile: Path) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        for _ in range(1000):
            if not pidfile.exists() or not orphans.command_of(pid):
                return
            time.sleep(0.02)
        raise EmbeddedError(f"an old PostgreSQL (pid {pid}) still holds {pidfile.parent}.")
