"""The app of the sockets."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "esn.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"
