"""Feeds as a Django app."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Communities and posts."""

    name = "feeds"
    verbose_name = "Feeds"
