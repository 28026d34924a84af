"""Notifications as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The inbox, its bell, and mail."""

    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Plug in the outlet, the bell and what falls due."""
        import_module("notifications.plugs")
        import_module("notifications.jobs")
