"""The ways to say no that only an API has."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _

from esn.lib.errors import Refusal


class Gone(Refusal):
    """It was there once."""

    status: ClassVar[int] = 410


class Unsupported(Refusal):
    """Not a kind of content that is read here."""

    status: ClassVar[int] = 415


class TooMany(Refusal):
    """Too often; `wait` says after how many seconds it goes on."""

    status: ClassVar[int] = 429

    def __init__(self, wait: int) -> None:
        super().__init__(_("Too many requests; wait a moment."), "too_many_requests")
        self.wait = wait
