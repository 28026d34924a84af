"""People as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, the org chart and skills."""

    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Plug in what falls due."""
        import_module("people.jobs")
