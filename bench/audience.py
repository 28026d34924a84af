"""Many readers in one process: opens sockets, and notes when each has received a whole frame."""

import base64
import json
import os
import select
import socket
import struct
import time
from collections.abc import Callable

PATIENCE = 30.0


def masked(body: object) -> bytes:
    """A client's text frame, short enough for one length byte or two."""
    payload, key = json.dumps(body).encode(), os.urandom(4)
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload))
    return b"\x81" + length + key + bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))


class Audience:
    """Sockets to one server; `hello` asks a server of ours for its streams and waits for the welcome."""

    def __init__(
        self, port: int, *, count: int, headers: Callable[[int], dict[str, str]], hello: object = None
    ) -> None:
        self.poll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}
        for number in range(count):
            opened = self._open(port, headers(number), hello)
            opened.setblocking(False)
            self.sockets[opened.fileno()] = opened
            self.poll.register(opened.fileno(), select.EPOLLIN)

    def _open(self, port: int, headers: dict[str, str], hello: object) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        lines = {
            "Host": f"127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            **headers,
        }
        request = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        opened.sendall(f"GET /ws/live/ HTTP/1.1\r\n{request}\r\n".encode())
        _read_until(opened, b"\r\n\r\n", start=b"HTTP/1.1 101")
        if hello is not None:
            opened.sendall(masked(hello))
            _read_until(opened, b'"hb":25}', start=b"\x81")
        return opened

    def stay_alive(self) -> None:
        """Say that we are still here, and take what was said meanwhile."""
        for opened in self.sockets.values():
            opened.send(masked({"t": "hb"}))
        buffer = bytearray(1 << 16)
        for number, _ in self.poll.poll(0):
            self.sockets[number].recv_into(buffer)

    def times(self, publish: Callable[[], object], *, size: int) -> list[float]:
        """Seconds from the call of `publish` until each socket holds a frame of `size` bytes."""
        missing = dict.fromkeys(self.sockets, size)
        buffer = bytearray(1 << 16)
        noted: list[float] = []
        start = time.perf_counter()
        publish()
        while missing:
            ready = self.poll.poll(PATIENCE)
            if not ready:
                raise RuntimeError(f"{len(missing)} of {len(self.sockets)} sockets heard nothing")
            for number, _ in ready:
                if number not in missing:
                    self.sockets[number].recv_into(buffer)
                    continue
                got = self.sockets[number].recv_into(buffer)
                if not got:
                    raise RuntimeError("the server closed a socket")
                missing[number] -= got
                if missing[number] <= 0:
                    noted.append(time.perf_counter() - start)
                    del missing[number]
        return noted


def _read_until(opened: socket.socket, end: bytes, *, start: bytes) -> None:
    got = b""
    while not got.endswith(end):
        part = opened.recv(65_536)
        if not part:
            raise RuntimeError(f"the server closed the socket after {got[:200]!r}")
        got += part
    if not got.startswith(start):
        raise RuntimeError(f"the server answered {got[:200]!r}")
