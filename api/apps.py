"""The API as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Tokens, kept answers and the routes of version 1."""

    name = "api"
    verbose_name = "API"

    def ready(self) -> None:
        """Let the hourly pass be known, and the page of the tokens be found."""
        import_module("api.keeping")
        import_module("people.tabs").register(_("API tokens"), "tokens", place=80)
