"""Finding a port to listen on."""

import contextlib
import socket

from embedded.errors import EmbeddedError

FIRST = 8000
TRIES = 20


def free_port(host: str, wanted: int | None) -> int:
    """The wanted port or a refusal; without a wish the first free one from 8000."""
    for port in [wanted] if wanted else range(FIRST, FIRST + TRIES):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    which = f"port {wanted} on {host} is" if wanted else f"ports {FIRST} to {FIRST + TRIES - 1} on {host} are"
    raise EmbeddedError(f"{which} in use: choose another, as in `make run PORT=9000`.")
