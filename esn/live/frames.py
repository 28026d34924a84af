"""What travels: a frame as an action leaves it, and the same frame with its number in a stream."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

Message = dict[str, Any]

TEXT_FRAME = 0x81


class Op(StrEnum):
    """What a frame asks of whoever hears it; `rev` and `auth` are for the hub, the rest for the page."""

    ADD = "add"
    PUT = "put"
    DEL = "del"
    REV = "rev"
    AUTH = "auth"


@dataclass(frozen=True)
class RenderedFrame:
    """A frame before it has a number: html per language code, neutral to the viewer.

    `rev` with a reader takes the stream from that person; without one, all its readers must prove themselves anew.
    `auth` on `u:ID` has every socket of that person checked again: session, subscriptions, sets.
    """

    stream: str
    op: str
    id: str = ""
    html: Mapping[str, str] = field(default_factory=dict)
    author: int | None = None
    reader: int | None = None


@dataclass(frozen=True)
class NumberedFrame:
    """A frame with its place in its stream, as the log keeps it and Redis carries it."""

    stream: str
    seq: int
    op: str
    id: str
    html: Mapping[str, str]
    author: int | None
    reader: int | None

    def packed(self) -> str:
        """As one line of JSON for the other processes."""
        return json.dumps([self.stream, self.seq, self.op, self.id, dict(self.html), self.author, self.reader])

    @classmethod
    def unpacked(cls, line: str | bytes) -> "NumberedFrame":
        """Read what `packed` wrote. Raises ValueError or TypeError when the line is not one of ours."""
        return cls(*json.loads(line))

    @cached_property
    def _messages(self) -> dict[str, Message]:
        return {}

    def message(self, language: str) -> Message:
        """The ASGI message for readers of one language; serialised once, then shared by all of them."""
        message = self._messages.get(language)
        if message is None:
            message = self._messages[language] = websocket_message(self._body(language))
        return message

    def _body(self, language: str) -> dict[str, object]:
        html = self.html.get(language) or next(iter(self.html.values()), "")
        body: dict[str, object] = {"s": self.stream, "n": self.seq, "op": self.op, "id": self.id, "h": html}
        if self.author is not None:
            body["a"] = self.author
        return body


def websocket_message(body: Mapping[str, object]) -> Message:
    """`body` as the ASGI message that sends it; `framed` holds the same as a WebSocket frame for who can use it."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return {"type": "websocket.send", "text": text, "framed": framed(text.encode())}


def framed(payload: bytes) -> bytes:
    """One whole text frame of a server (RFC 6455, 5.2): final, unmasked."""
    size = len(payload)
    if size < 126:
        return bytes([TEXT_FRAME, size]) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", TEXT_FRAME, 126, size) + payload
    return struct.pack("!BBQ", TEXT_FRAME, 127, size) + payload
