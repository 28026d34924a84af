"""What the tests of the digest share."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import call_command

from people.models import Person

MORNING = "2030-01-15T08:00:00+01:00"
Send = Callable[..., str]


@pytest.fixture
def send() -> Send:
    """`send(at)` runs the command and gives its last line."""

    def run(at: str = MORNING) -> str:
        out = io.StringIO()
        call_command("send_digests", at=at, stdout=out)
        return out.getvalue().strip().splitlines()[-1]

    return run


def to(person: Person) -> list[mail.EmailMessage]:
    """The digests that the person got."""
    return [letter for letter in mail.outbox if letter.to == [person.email]]
