"""`manage.py create_token HANDLE --name N --scope read --scope write`: print a new token, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.actions import create_token
from api.models import Scope
from esn.lib.errors import Refusal
from people.models import Person


class Command(BaseCommand):
    """Make a token for a person."""

    help = "Prints a new API token of HANDLE, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the command line."""
        parser.add_argument("handle")
        parser.add_argument("--name", required=True)
        parser.add_argument("--scope", action="append", choices=Scope.values, dest="scopes")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it and print it."""
        owner = Person.objects.active().filter(handle=options["handle"]).first()
        if owner is None:
            raise CommandError(f"There is no active person “{options['handle']}”.")
        scopes = options["scopes"] or [Scope.READ, Scope.WRITE]
        try:
            _token, secret = create_token(by=owner, name=options["name"], scopes=scopes)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(secret)
