"""`manage.py seed_demo`: the demo company, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo import seeding
from demo.company import PASSWORD

LOGINS = "rita (hunter), carl, maya (moderator), ines (other team), gus (guest), ada (administrator)"


class Command(BaseCommand):
    """Twice is once; a network in which somebody else lives already is left alone."""

    help = "Fill an empty network with the demo company."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if seeding.is_taken():
            self.stdout.write("somebody lives here already: no demo company")
            return
        if not seeding.is_there():
            seeding.seed(timezone.now())
        self.stdout.write(f"demo logins: {LOGINS}; password {PASSWORD}")
