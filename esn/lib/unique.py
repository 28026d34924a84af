"""Names that are given once: the database decides, and whoever comes second reads a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from esn.lib.errors import Refused


@contextmanager
def given_once(sentence: str, *, field: str, code: str = "taken") -> Iterator[None]:
    """Save in this block a row whose `field` the database keeps unique.

    Raises Refused with the sentence, the code and the field if there is a twin; the transaction around it goes on.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(sentence, code, field) from None
