"""Where notifications plug into the floors below: the outlet that makes them, and the bell of the frame."""

from esn import frame
from esn.activity.models import Activity
from esn.activity.outlets import outlet
from notifications.actions import notify
from notifications.inbox import bell

frame.register("unread", bell)


@outlet("notifications")
def tell(rows: list[Activity]) -> None:
    """Notify everybody whom these rows concern."""
    notify(rows)
