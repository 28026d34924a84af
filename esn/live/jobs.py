"""What the sockets do from time to time: forget what is old."""

from esn.activity.due import every
from esn.live import log


@every(600, "live.trim")
def forget() -> None:
    """Empty the log of the streams past its use, in batches."""
    while log.trim() > 0:
        continue
