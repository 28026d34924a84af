"""The limit: a WebSocket server that writes ready-made bytes to every socket, and knows nothing else.

`python -m bench.raw_server PORT REDIS_URL CHANNEL`
"""

import asyncio
import base64
import hashlib
import struct
import sys
from typing import cast

import redis.asyncio as redis
import uvloop

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
sockets: set[asyncio.Transport] = set()


class Socket(asyncio.Protocol):
    """Answers the handshake and then only listens."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.head = b""

    def data_received(self, data: bytes) -> None:
        if self.transport in sockets:
            return
        self.head += data
        if b"\r\n\r\n" not in self.head:
            return
        key = next(line.split(b": ")[1] for line in self.head.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key"))
        accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        sockets.add(self.transport)

    def connection_lost(self, error: Exception | None) -> None:
        sockets.discard(self.transport)


def framed(payload: bytes) -> bytes:
    """One unmasked text frame."""
    if len(payload) < 126:
        return bytes([0x81, len(payload)]) + payload
    return b"\x81\x7e" + struct.pack("!H", len(payload)) + payload


async def serve(port: int, url: str, channel: str) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Socket, "127.0.0.1", port, backlog=8_192)
    pubsub = redis.Redis.from_url(url, socket_timeout=None).pubsub()
    await pubsub.subscribe(channel)
    async with server:
        async for message in pubsub.listen():
            if message["type"] == "message":
                frame = framed(message["data"])
                for socket in sockets:
                    socket.write(frame)


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
