"""Heat: how urgent a potato is, by a formula that anyone can read.

    heat = round(100 · (.30 impact + .20 urgency + .15 silence + .15 stagnation + .10 spread + .10 bounce))

    impact      severity {low ¼, medium ½, high ¾, critical 1} × customer's tier {standard .6, key .8, strategic 1}
    urgency     1 − time left ÷ (due − flagged); 1 when late, 0 without a due date
    silence     working hours since the last news ÷ hours promised; 0 without a customer
    stagnation  working hours since the last progress ÷ 16, or what the community says
    spread      log2(1 + customers hit) ÷ 4
    bounce      bounces ÷ 3

Each term is clamped to [0, 1]; a potato that is not open has none. Bands: 0–24 warm, 25–49 hot, 50–74 burning,
75–100 on fire. Check: impact .75, urgency .5, silence 1, stagnation .25, three customers, one bounce give 60.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from math import log2

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from esn import ui

WEIGHTS: Mapping[str, float] = {
    "impact": 0.30,
    "urgency": 0.20,
    "silence": 0.15,
    "stagnation": 0.15,
    "spread": 0.10,
    "bounce": 0.10,
}
SEVERITIES: Mapping[str, float] = {"low": 0.25, "medium": 0.5, "high": 0.75, "critical": 1.0}
TIERS: Mapping[str, float] = {"standard": 0.6, "key": 0.8, "strategic": 1.0}
NO_CUSTOMER = 0.6
STAGNANT_HOURS = 16
SPREAD_BITS = 4
BOUNCES = 3
FLOORS = tuple(floor for floor, _name in ui.BAND_FLOORS)
"""The least heat of each band, hottest first."""


class Band(TextChoices):
    """The word for a heat; shown with the number, never as colour alone."""

    WARM = "warm", _("warm")
    HOT = "hot", _("hot")
    BURNING = "burning", _("burning")
    ON_FIRE = "on_fire", _("on fire")

    @property
    def floor(self) -> int:
        """The least heat that is called so."""
        return next(floor for floor, name in ui.BAND_FLOORS if name == self)


@dataclass(frozen=True)
class Promise:
    """Working hours within which the customer hears of us: first after the catch, then time after time."""

    first: int
    then: int


PROMISES: Mapping[str, Promise] = {
    "low": Promise(8, 72),
    "medium": Promise(4, 24),
    "high": Promise(4, 24),
    "critical": Promise(1, 4),
}


@dataclass(frozen=True, kw_only=True)
class HeatFacts:
    """All that heat is computed from.

    `tier` is None without a customer, `due_at` without a due date. The hours are working hours that passed without
    waiting: `silent_hours` since the last news (the catch before the first, 0 before the catch), against
    `promised_hours`; `still_hours` since the last progress, against `stagnant_hours`.
    """

    at: datetime
    flagged_at: datetime
    severity: str
    is_open: bool = True
    tier: str | None = None
    due_at: datetime | None = None
    silent_hours: float = 0
    promised_hours: float = PROMISES["medium"].then
    still_hours: float = 0
    stagnant_hours: float = STAGNANT_HOURS
    customers: int = 0
    bounces: float = 0


@dataclass(frozen=True)
class HeatTerms:
    """The six terms, each in [0, 1]."""

    impact: float = 0
    urgency: float = 0
    silence: float = 0
    stagnation: float = 0
    spread: float = 0
    bounce: float = 0

    def as_dict(self) -> dict[str, float]:
        """Return the terms by name, in the order of the formula."""
        return asdict(self)

    def points(self) -> dict[str, float]:
        """Return what each term adds to the heat, of 100."""
        return {name: 100 * WEIGHTS[name] * value for name, value in asdict(self).items()}


def terms(facts: HeatFacts) -> HeatTerms:
    """Return the six terms of these facts; all 0 for a potato that is not open."""
    if not facts.is_open:
        return HeatTerms()
    return HeatTerms(
        impact=_clamp(SEVERITIES[facts.severity] * (TIERS[facts.tier] if facts.tier else NO_CUSTOMER)),
        urgency=_urgency(facts),
        silence=_share(facts.silent_hours, facts.promised_hours) if facts.tier else 0.0,
        stagnation=_share(facts.still_hours, facts.stagnant_hours),
        spread=_clamp(log2(1 + max(facts.customers, 0)) / SPREAD_BITS) if facts.tier else 0.0,
        bounce=_share(facts.bounces, BOUNCES),
    )


def total(of: HeatTerms) -> int:
    """Return the weighted sum of terms as a whole number from 0 to 100, halves rounded up."""
    return int(sum(of.points().values()) + 0.5 + 1e-9)


def heat(facts: HeatFacts) -> int:
    """Return the heat of these facts, from 0 to 100."""
    return total(terms(facts))


def band(value: int) -> Band:
    """Return the band in which a heat lies."""
    return Band(ui.band(value))


def _urgency(facts: HeatFacts) -> float:
    if facts.due_at is None:
        return 0.0
    left = (facts.due_at - facts.at).total_seconds()
    given = (facts.due_at - facts.flagged_at).total_seconds()
    return 1.0 if left <= 0 or given <= 0 else _clamp(1 - left / given)


def _share(part: float, whole: float) -> float:
    if whole <= 0:
        return 1.0 if part > 0 else 0.0
    return _clamp(part / whole)


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, float(value)))
