"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, the org chart and skills."""

    name = "people"
    verbose_name = "People"
