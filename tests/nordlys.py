"""The demo company for tests: seeded once in a process, and written as it was from then on."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.db import transaction

from tests.remembered import Memory, remember
from tests.world import forget_all


def seed() -> str:
    """Run the command; what it said."""
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def demo_again() -> str:
    """The demo company in a network that is empty; what the command said of it."""
    forget_all()
    if not _told:
        said = seed()
        _told.append((remember(), said))
        return said
    memory, said = _told[0]
    with transaction.atomic():
        memory.write()
    return said


_told: list[tuple[Memory, str]] = []
