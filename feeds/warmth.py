"""How warm a post is: the log-decayed score of the hot order, stored so that its order never needs recomputing.

Every contribution halves each 24 hours: ln of the sum of weight x 2^(age in days). A post counts 1, a reaction 1, a
comment 2. All terms decay at one rate, so the stored figure, taken at a fixed moment, keeps its order for ever.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

HALF_LIFE = dt.timedelta(hours=24)
WINDOW = dt.timedelta(days=14)
POST, REACTION, COMMENT = 1.0, 1.0, 2.0
MOST_FROM_A_CARD = math.log(11)
_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def term(moment: dt.datetime, weight: float = POST) -> float:
    """What something that happened at `moment` contributes, as a logarithm."""
    return math.log(weight) + math.log(2) * ((moment - _START) / HALF_LIFE)


def added(score: float, other: float) -> float:
    """Two logarithmic scores as one, without leaving the logarithm."""
    return max(score, other) + math.log1p(math.exp(-abs(score - other)))


def total(terms: Iterable[float]) -> float:
    """All terms as one score; there is at least the post's own."""
    known = list(terms)
    top = max(known)
    return top + math.log(sum(math.exp(value - top) for value in known))


def floor(moment: dt.datetime) -> float:
    """The score that no post of the last 14 days is below at `moment`."""
    return term(moment - WINDOW)
