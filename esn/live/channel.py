"""A stream as one process knows it: how far it has come, its recent frames, and who listens."""

from collections import deque

from esn.live.connection import Connection
from esn.live.frames import Message, NumberedFrame, Op, websocket_message

RECENT = 256


class Channel:
    """Hands the frames of one stream on, each once and in order."""

    def __init__(self, key: str, *, seq: int) -> None:
        self.key = key
        self.seq = seq
        self.used_at = 0.0
        self.listeners: set[Connection] = set()
        self._recent: deque[NumberedFrame] = deque(maxlen=RECENT)

    def recent(self, position: int) -> list[NumberedFrame] | None:
        """What came after `position`, from memory; None when memory does not reach back so far."""
        if not self._recent or self._recent[0].seq > position + 1:
            return None
        return [frame for frame in self._recent if frame.seq > position]

    def attach(self, connection: Connection) -> None:
        """From here on the connection hears every frame."""
        self.listeners.add(connection)
        connection.streams.add(self.key)

    def detach(self, connection: Connection) -> None:
        """From here on the connection hears nothing of this stream."""
        self.listeners.discard(connection)
        connection.streams.discard(self.key)

    def pass_on(self, frame: NumberedFrame) -> list[Connection]:
        """Hand on the next frame; the connections that must be looked at again because of it."""
        self.seq = frame.seq
        self._recent.append(frame)
        if frame.op == Op.AUTH:
            return self._skip(frame)
        if frame.op != Op.REV:
            for connection in self.listeners:
                connection.push(frame.message(connection.language))
            return []
        if frame.reader is None:
            return self._suspend_all()
        self._revoke(frame)
        return []

    def leap(self, seq: int) -> None:
        """The log no longer holds what comes next: go to `seq` and have every listener fetch its page anew."""
        self.seq = seq
        self._recent.clear()
        for connection in self.listeners:
            connection.push(stale(self.key, seq))

    def _skip(self, frame: NumberedFrame) -> list[Connection]:
        for connection in self.listeners:
            connection.passed_over[self.key] = frame.seq
        return list(self.listeners)

    def _suspend_all(self) -> list[Connection]:
        doubtful = list(self.listeners)
        for connection in doubtful:
            self.detach(connection)
            connection.suspended[self.key] = self.seq
        return doubtful

    def _revoke(self, frame: NumberedFrame) -> None:
        for connection in list(self.listeners):
            if connection.person_id == frame.reader:
                self.detach(connection)
                connection.push(revoked(self.key, frame.seq))
            else:
                connection.passed_over[self.key] = frame.seq


def revoked(key: str, seq: int) -> Message:
    """Tells a reader that the stream is no longer hers."""
    return websocket_message({"t": "rev", "s": key, "n": seq})


def stale(key: str, seq: int) -> Message:
    """Tells a reader that she is too far behind to be caught up frame by frame; live goes on after `seq`."""
    return websocket_message({"t": "stale", "s": key, "n": seq})
