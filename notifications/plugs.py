"""Where notifications plug into the floors below: the outlet that makes them, and the bell of the frame."""

from django.utils.translation import gettext_lazy as _

from esn import frame
from esn.activity.models import Activity
from esn.activity.outlets import outlet
from notifications.actions import notify
from notifications.inbox import bell
from people import tabs

frame.register("unread", bell)
tabs.register(_("Notifications"), "notifications:settings", place=50)


@outlet("notifications")
def tell(rows: list[Activity]) -> None:
    """Notify everybody whom these rows concern."""
    notify(rows)
