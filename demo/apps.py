"""Django's handle on the demo company."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Brings the command."""

    name = "demo"
