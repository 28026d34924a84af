"""`manage.py prepare`: what a start of the application needs done first, in one process."""

from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command, get_commands


class Command(BaseCommand):
    help = "Bring the database up to date and, with --demo, fill it with the demo company."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="the demo company, unless it is there")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
        if options["demo"] and "seed_demo" in get_commands():
            call_command("seed_demo", stdout=self.stdout)
