"""Digests as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    """The daily and the weekly mail."""

    name = "digests"
    verbose_name = "Digests"

    def ready(self) -> None:
        """Plug in the sections and what falls due."""
        import_module("digests.plugs")
        import_module("digests.jobs")
        import_module("digests.invariants")
