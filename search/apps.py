"""Search as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search page."""

    name = "search"
    verbose_name = "Search"
