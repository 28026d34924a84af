"""Feeds as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Communities and posts."""

    name = "feeds"
    verbose_name = "Feeds"

    def ready(self) -> None:
        """Plug in what feeds gives to the floors below."""
        import_module("feeds.plugs")
        import_module("feeds.jobs")
        import_module("feeds.profiles")
