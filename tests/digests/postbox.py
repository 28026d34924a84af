"""A mail server for tests: it takes letters, or says nothing at all, as long as the test likes."""

from __future__ import annotations

import email
import socketserver
import threading
from email.message import Message
from types import TracebackType
from typing import Self

GREETING, GO, OK, BYE = b"220 postbox\r\n", b"354 go on\r\n", b"250 ok\r\n", b"221 bye\r\n"


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.box.called.set()
        if not self.server.box.speaks:
            self.server.box.closing.wait(300)
            return
        self.wfile.write(GREETING)
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.wfile.write(GO)
                self._take()
            self.wfile.write(BYE if word == b"QUIT" else OK)

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        self.server.box.letters.append(email.message_from_bytes(b"".join(lines)))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: Postbox


class Postbox:
    """`with Postbox() as box`: `box.url` is its EMAIL_URL, `box.letters` what came."""

    def __init__(self, *, speaks: bool = True) -> None:
        self.speaks = speaks
        self.letters: list[Message] = []
        self.called, self.closing = threading.Event(), threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.box = self

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens, as EMAIL_URL."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    @property
    def names(self) -> list[str]:
        """The Message-IDs of what came."""
        return sorted(letter["Message-ID"] for letter in self.letters)
