"""The spine as a Django app."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Activity rows, due jobs, outlets."""

    name = "esn.activity"
    label = "activity"
    verbose_name = "Activity"
