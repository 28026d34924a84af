"""Django's handle on the ground floor: checks and template tags."""

from importlib import import_module

from django.apps import AppConfig


class EsnConfig(AppConfig):
    """Registers the system checks."""

    name = "esn"

    def ready(self) -> None:
        import_module("esn.checks")
