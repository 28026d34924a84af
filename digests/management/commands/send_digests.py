"""`manage.py send_digests [--at ISO-TIME]`: compose and send, to the end, what is due at that time."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from collections import Counter
from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from digests.actions import PATIENCE, compose
from digests.due import Due, due, is_settled
from digests.models import State
from digests.sending import Outcome, deliver


class Command(BaseCommand):
    """Twice is once; the latest period of each person only."""

    help = "Compose and send the digests that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--at`: as if it were that time."""
        parser.add_argument("--at", metavar="ISO-TIME", help="as if it were this time, such as 2026-03-29T07:30+02:00")

    def handle(self, *_args: Any, at: str | None, **_options: Any) -> None:
        """Go through everybody; a mail server that refuses one does not keep the others from theirs."""
        moment = _moment(at)
        counts: Counter[str] = Counter()
        post = Post()
        for item in due(moment):
            counts[self._settle(item, moment, post)] += 1
        post.close()
        skipped = counts.total() - counts["sent"]
        self.stdout.write(f"sent {counts['sent']}, skipped {skipped}")
        if counts["failed"]:
            raise CommandError(f"The mail server did not take {counts['failed']}; the next run tries them again.")

    def _settle(self, item: Due, moment: dt.datetime, post: Post) -> str:
        if is_settled(item):
            return "settled"
        digest = compose(item, at=moment, send_at=timezone.now() + PATIENCE)
        if digest.state != State.COMPOSED:
            return "nothing to say"
        try:
            outcome = post.deliver(digest.pk)
        except (SMTPException, OSError) as trouble:
            self.stderr.write(f"digest {digest.pk}: {trouble}")
            return "failed"
        return "sent" if outcome is Outcome.SENT else outcome.value


class Post:
    """One connection to the mail server for many letters, opened anew after a failure."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def deliver(self, pk: int) -> Outcome:
        """Send one. Raises SMTPException or OSError if the server does not take it."""
        try:
            self._connection.open()
            return deliver(pk, connection=self._connection)
        except (SMTPException, OSError):
            self.close()
            self._connection = get_connection()
            raise

    def close(self) -> None:
        """Say goodbye."""
        self._connection.close()


def _moment(text: str | None) -> dt.datetime:
    if text is None:
        return timezone.now()
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"{text!r} is not a time like 2026-03-29T07:30+02:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
