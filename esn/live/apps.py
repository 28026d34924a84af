"""The app of the sockets."""

from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "esn.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the recurring pass be known."""
        import_module("esn.live.jobs")
