"""uvicorn's WebSocket with a short cut: a frame that goes to many readers is put into bytes once, not once for each.

`uvicorn --ws esn.live.uvicorn_protocol:LiveProtocol`; under any other server the same messages go the long way.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class LiveProtocol(WebSocketsSansIOProtocol):
    """Writes the ready bytes of a message while the socket is open and its reader keeps up."""

    async def send(self, message: Any) -> None:
        framed = message.get("framed")
        if framed is None or not self._open_and_writable():
            await super().send(message)
        else:
            self.transport.write(framed)

    def _open_and_writable(self) -> bool:
        return (
            self.writable.is_set()
            and self.handshake_complete
            and not (
                self.close_sent or self.disconnected or self.initial_response or self.config.ws_per_message_deflate
            )
        )
