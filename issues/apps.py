"""Issues as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    """Hot potatoes and their bites."""

    name = "issues"
    verbose_name = "Hot potatoes"

    def ready(self) -> None:
        """Plug into the floors below, and let the due jobs be known."""
        import_module("issues.jobs")
        import_module("issues.customer_jobs")
        import_module("issues.counting")
        import_module("issues.plugs").plug_in()
        import_module("issues.telling")
        import_module("issues.profiles")
