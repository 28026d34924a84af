"""One Valkey on a unix socket."""

import contextlib
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from embedded.accounts import Account
from embedded.binaries import valkey_server
from embedded.children import end, spawn
from embedded.waiting import wait_until


@dataclass
class Valkey:
    """Keeps its data in home/redis and listens in `sockets`."""

    name: ClassVar[str] = "Valkey"
    home: Path
    sockets: Path
    account: Account
    durable: bool
    child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.sockets / "redis.sock"

    def start(self) -> None:
        """Returns when it answers."""
        self.account.give(self.home / "redis")
        self._dismiss_orphan()
        log = self.home / "log" / "redis.log"
        with log.open("ab") as output:
            self.child = spawn(self._argv(), cwd=Path("/"), account=self.account, output=output)
        wait_until(lambda: self._ask("PING").startswith("+PONG"), child=self.child, name=self.name, log=log)

    def stop(self) -> None:
        """SIGTERM saves what is to be saved."""
        if self.child:
            end(self.child, signal.SIGTERM, patience=15)

    def _argv(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home / "redis"),
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": "",
        }
        program = str(valkey_server(self.home, self.account))
        return [program, *(part for key, value in settings.items() for part in (f"--{key}", value))]

    def _dismiss_orphan(self) -> None:
        """A server whose supervisor was killed still holds the files: let it leave first."""
        for _ in range(500):
            if not self._ask("PING"):
                break
            self._ask("SHUTDOWN")
            time.sleep(0.02)
        self.socket.unlink(missing_ok=True)

    def _ask(self, word: str) -> str:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(f"{word}\r\n".encode())
            return line.recv(64).decode(errors="replace")
        return ""
