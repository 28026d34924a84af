"""Issues as a Django app."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    """Hot potatoes and their bites."""

    name = "issues"
    verbose_name = "Hot potatoes"
