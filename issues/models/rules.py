"""The numbers that a community set for itself, and reading each as it counts now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from esn.lib.fresh import Fresh
from feeds.models import Community
from issues.rules import NUMBERS, SPANS, Rule


class CommunityNumber(models.Model):
    """A community's own value of one number; without a row the default counts."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="numbers")
    name = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["community", "name"], name="community_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value} in {self.community_id}"


def number(community_id: int, rule: Rule) -> Decimal:
    """The number that counts in a community: its own, else the default.

    They are asked for with every card, so each process reads them once in two seconds, all at once.
    """
    own = _numbers.get().get((community_id, rule.value))
    return NUMBERS[rule].default if own is None else own


def count(community_id: int, rule: Rule) -> int:
    """The same, for one that counts whole things."""
    return int(number(community_id, rule))


def span(community_id: int, rule: Rule) -> dt.timedelta:
    """The same as a stretch of time, working hours where the unit says so; KeyError for one that counts things."""
    return float(number(community_id, rule)) * SPANS[NUMBERS[rule].unit]


def _read() -> Mapping[tuple[int, str], Decimal]:
    rows = CommunityNumber.objects.values_list("community_id", "name", "value")
    return {(community, name): value for community, name, value in rows}


_numbers = Fresh(_read)


def forget_numbers() -> None:
    """Read them anew, because one was changed: now, and for everybody once the action is over."""
    _numbers.forget()
