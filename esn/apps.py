"""Django's handle on the ground floor: checks and template tags."""

from django.apps import AppConfig


class EsnConfig(AppConfig):
    """Registers the system checks."""

    name = "esn"
