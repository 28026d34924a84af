"""The pair of servers in one folder, on unix sockets only."""

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from embedded.accounts import Account, account_for
from embedded.errors import EmbeddedError
from embedded.postgres import DATABASE, Postgres
from embedded.valkey import Valkey

LONGEST_SOCKET_PATH = 100  # a socket's address holds 108 bytes on Linux, 104 on macOS
RELOCATED = Path("/var/lib/potluck-embedded")


class Servers:
    """One PostgreSQL and one Valkey; they end with the process that started them."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home, self.account = _settle(home.resolve())
        self.sockets = _sockets(self.home, self.account)
        self.valkey = Valkey(self.home, self.sockets, self.account, durable)
        self.postgres = Postgres(self.home, self.sockets, self.account, durable)

    @property
    def environ(self) -> dict[str, str]:
        """The addresses as the application reads them."""
        return {
            "DATABASE_URL": f"postgresql://{DATABASE}@/{DATABASE}?host={self.sockets}",
            "REDIS_URL": f"unix://{self.sockets}/redis.sock",
        }

    def start(self, *, postgres: bool = True) -> None:
        """Returns when both answer; on trouble neither stays."""
        self.account.give(self.sockets)
        (self.home / "log").mkdir(exist_ok=True)
        try:
            self.valkey.start()
            if postgres:
                self.postgres.start()
        except BaseException:
            self.stop()
            raise

    def revive(self) -> list[str]:
        """Start again what ended by itself, such as a server that was killed; its name for each that came back.

        Raises EmbeddedError for one that does not.
        """
        ended = [server for server in (self.valkey, self.postgres) if server.child and server.child.poll() is not None]
        for server in ended:
            server.start()
        return [server.name for server in ended]

    def stop(self) -> None:
        """PostgreSQL first, it may still be writing."""
        self.postgres.stop()
        self.valkey.stop()
        if self.sockets.parent != self.home:
            with contextlib.suppress(OSError):
                self.sockets.rmdir()


def _settle(home: Path) -> tuple[Path, Account]:
    """Where the servers live: `home`, unless it is root's and closed to the servers' account."""
    account = _owner(home)
    if not account.other:
        home.chmod(0o700)
        return home, account
    home.chmod(0o711)
    if not account.reaches(home / "x"):
        home = RELOCATED / _tag(home)
        account = _owner(home)
        home.chmod(0o711)
    return home, account


def _owner(home: Path) -> Account:
    home.mkdir(parents=True, exist_ok=True)
    clusters = sorted(home.glob("pg[0-9]*"))
    return account_for(clusters[-1] if clusters else home / "pg", mine=os.geteuid())


def _sockets(home: Path, account: Account) -> Path:
    """The folder of the sockets; it goes into addresses and into PostgreSQL's list, so it must be short and plain."""
    folder = home / "run"
    if re.fullmatch(r"[\w./-]+", str(folder), re.ASCII) and len(f"{folder}/.s.PGSQL.5432.lock") <= LONGEST_SOCKET_PATH:
        return folder
    folder = Path(tempfile.gettempdir()) / f"potluck-{account.uid}-{_tag(home)}"
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid != account.uid):
        raise EmbeddedError(f"{folder} belongs to someone else: remove it.")
    return folder


def _tag(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
