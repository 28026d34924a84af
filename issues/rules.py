"""The numbers that a community may set for itself: what each is for, its default, and how far it may go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from issues.heat import PROMISES, STAGNANT_HOURS


class Unit(TextChoices):
    """What a number counts; shown after it."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    WORKING_HOURS = "working_hours", _("working hours")
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")
    BITES = "bites", _("bites")
    LEVELS = "levels", _("levels")
    BOUNCES = "bounces", _("bounces")
    PEOPLE = "people", _("people")
    POTATOES = "potatoes", _("potatoes")
    PERCENT = "percent", "%"


SPANS: Mapping[str, dt.timedelta] = {
    Unit.MINUTES: dt.timedelta(minutes=1),
    Unit.HOURS: dt.timedelta(hours=1),
    Unit.WORKING_HOURS: dt.timedelta(hours=1),
    Unit.DAYS: dt.timedelta(days=1),
    Unit.WORKING_DAYS: dt.timedelta(hours=8),
}
"""How long one of each unit is; of the working units, in working time: a working day is eight working hours."""


class Rule(TextChoices):
    """The name of each number, with how the page calls it."""

    TOSS_EXPIRES = "toss_expires", _("A toss waits for an answer")
    TOSS_EXPIRES_ON_FIRE = "toss_expires_on_fire", _("A toss of a potato on fire waits")
    REASON_AT = "reason_at", _("A toss needs a reason from")
    FROZEN_AT = "frozen_at", _("Tosses are frozen from")
    EARLIER_OWNERS = "earlier_owners", _("Not back to one of the last")
    REFUSAL_COUNTS = "refusal_counts", _("A refused toss counts")
    GAP_TOLD = "gap_told", _("The moderators hear of a gap in the watch within")
    OPENS_AFTER = "opens_after", _("A proposed bite opens by itself after")
    LIVE_BITES = "live_bites", _("Live bites of a potato, at the most")
    REMINDED_AFTER = "reminded_after", _("Whoever eats an untouched bite is asked after")
    RETURNED_AFTER = "returned_after", _("An untouched bite goes back to the table after")
    UNPOPULAR_AFTER = "unpopular_after", _("A bite that nobody takes is raised after")
    EATERS_SHARE = "eaters_share", _("One eater with more than this share is pointed out")
    LEVELS = "levels", _("Levels of bites, at the most")
    HELPERS = "helpers", _("People shown who could help")
    EXAMPLES = "examples", _("Similar potatoes shown when splitting")
    HALF_LIFE = "half_life", _("A finished bite counts half as evidence after")
    ELEPHANT_BITES = "elephant_bites", _("An elephant has at least")
    ELEPHANT_HOURS = "elephant_hours", _("Or an effort of at least")
    STAGNANT_AFTER = "stagnant_after", _("A potato has stood still for good after")
    LONGEST_WAIT = "longest_wait", _("A waiting potato wakes up within")
    CLOSES_AFTER = "closes_after", _("A resolved potato closes after")
    REOPENS_WITHIN = "reopens_within", _("It can be opened again within")
    APPEAL_WITHIN = "appeal_within", _("The hunter may appeal within")
    UNMERGED_WITHIN = "unmerged_within", _("A merge can be undone within")
    HUNTER_TOLD_EVERY = "hunter_told_every", _("Questions reach the hunter once in")
    FIRST_LOW = "first_low", _("First news, severity low")
    THEN_LOW = "then_low", _("Then news every, severity low")
    FIRST_MEDIUM = "first_medium", _("First news, severity medium")
    THEN_MEDIUM = "then_medium", _("Then news every, severity medium")
    FIRST_HIGH = "first_high", _("First news, severity high")
    THEN_HIGH = "then_high", _("Then news every, severity high")
    FIRST_CRITICAL = "first_critical", _("First news, severity critical")
    THEN_CRITICAL = "then_critical", _("Then news every, severity critical")


class Group(TextChoices):
    """Under which heading of the page a number stands."""

    HANDS = "hands", _("Changing hands")
    BITES = "bites", _("Bites")
    LIFE = "life", _("A potato's life")
    NEWS = "news", _("News to the customer")


@dataclass(frozen=True)
class Number:
    """A number: its default, the least and the most it may be, in `unit`; `why` it exists. Whole unless `step` < 1."""

    group: Group
    default: Decimal
    unit: Unit
    least: Decimal
    most: Decimal
    why: str | Promise
    step: Decimal = Decimal(1)


def _of(group: Group, default: float, unit: Unit, between: tuple[float, float], why: str | Promise) -> Number:
    part = Decimal("0.25") if unit == Unit.HOURS else Decimal(1)
    least, most = between
    return Number(group, Decimal(str(default)), unit, Decimal(str(least)), Decimal(str(most)), why, part)


_FIRST = _("The clock starts at the catch. A customer who hears soon that somebody has it can wait.")
_THEN = _("Time after time until it is resolved: a promise of news that is kept is worth more than a quick word.")


def _promises() -> dict[Rule, Number]:
    found: dict[Rule, Number] = {}
    for severity, promise in PROMISES.items():
        first, then = Rule(f"first_{severity}"), Rule(f"then_{severity}")
        found[first] = _of(Group.NEWS, promise.first, Unit.WORKING_HOURS, (1, 80), _FIRST)
        found[then] = _of(Group.NEWS, promise.then, Unit.WORKING_HOURS, (1, 240), _THEN)
    return found


NUMBERS: Mapping[Rule, Number] = {
    Rule.TOSS_EXPIRES: _of(
        Group.HANDS, 2, Unit.HOURS, (0.25, 72),
        _("Until the catch the old holder is accountable. He must know soon whether he is rid of it."),
    ),
    Rule.TOSS_EXPIRES_ON_FIRE: _of(
        Group.HANDS, 30, Unit.MINUTES, (5, 1440),
        _("What burns cannot wait for somebody at lunch."),
    ),
    Rule.REASON_AT: _of(
        Group.HANDS, 2, Unit.BOUNCES, (0, 20),
        _("Passed on twice without progress, it is ping-pong: a sentence of reason makes the next toss a better one."),
    ),
    Rule.FROZEN_AT: _of(
        Group.HANDS, 3, Unit.BOUNCES, (1, 20),
        _("Then a moderator decides who has it. Real logs show that what was tossed this often goes on for weeks."),
    ),
    Rule.EARLIER_OWNERS: _of(
        Group.HANDS, 3, Unit.PEOPLE, (0, 10),
        _("Straight back to somebody who had it since the last progress is the surest sign of ping-pong."),
    ),
    Rule.REFUSAL_COUNTS: Number(
        Group.HANDS, Decimal("0.5"), Unit.BOUNCES, Decimal(0), Decimal(1),
        _("Somebody looked at it and it went on: less than a change of hands, more than nothing."), Decimal("0.1"),
    ),
    Rule.GAP_TOLD: _of(
        Group.HANDS, 7, Unit.DAYS, (1, 28),
        _("Known a week ahead, a gap is filled by asking; found on the day, by whoever cannot get away."),
    ),
    Rule.OPENS_AFTER: _of(
        Group.BITES, 4, Unit.HOURS, (0.25, 168),
        _("Anybody may propose a bite; the holder has this long to say no, and no idea waits for ever."),
    ),
    Rule.LIVE_BITES: _of(
        Group.BITES, 100, Unit.BITES, (5, 100),
        _("A plate that nobody can take in helps nobody. Finished bites do not count."),
    ),
    Rule.REMINDED_AFTER: _of(
        Group.BITES, 8, Unit.WORKING_HOURS, (1, 160),
        _("One friendly question, while there is still time to start."),
    ),
    Rule.RETURNED_AFTER: _of(
        Group.BITES, 16, Unit.WORKING_HOURS, (2, 320),
        _("A bite on a plate that nobody touches keeps others from taking it."),
    ),
    Rule.UNPOPULAR_AFTER: _of(
        Group.BITES, 8, Unit.WORKING_HOURS, (1, 160),
        _("What nobody takes is badly cut or badly told; the holder hears of it before the customer does."),
    ),
    Rule.EATERS_SHARE: _of(
        Group.BITES, 40, Unit.PERCENT, (10, 100),
        _("One person with most of the open effort is a risk, to themselves and to the potato."),
    ),
    Rule.LEVELS: _of(
        Group.BITES, 3, Unit.LEVELS, (1, 3),
        _("A bite too big for one person is cut further; who wants a flat list that anybody can read says one."),
    ),
    Rule.HELPERS: _of(
        Group.BITES, 3, Unit.PEOPLE, (1, 3),
        _("A few names are people to ask; a longer list would rank everybody, so it can only be made shorter."),
    ),
    Rule.EXAMPLES: _of(
        Group.BITES, 5, Unit.POTATOES, (1, 5),
        _("A few good examples get read; a long list does not."),
    ),
    Rule.HALF_LIFE: _of(
        Group.BITES, 180, Unit.DAYS, (30, 720),
        _("Who could help is found by bites finished; what somebody did years ago says little about today."),
    ),
    Rule.ELEPHANT_BITES: _of(
        Group.LIFE, 8, Unit.BITES, (2, 100),
        _("An elephant needs its recipe before it is resolved: what was dear must be learned from."),
    ),
    Rule.ELEPHANT_HOURS: _of(
        Group.LIFE, 16, Unit.HOURS, (1, 500),
        _("Two days of work are an elephant too, in however few bites."),
    ),
    Rule.STAGNANT_AFTER: _of(
        Group.LIFE, STAGNANT_HOURS, Unit.WORKING_HOURS, (1, 160),
        _("Without any progress it gets hotter up to here; two days without a move are a potato put down, not held."),
    ),
    Rule.LONGEST_WAIT: _of(
        Group.LIFE, 30, Unit.DAYS, (1, 180),
        _("A pause without an end is a potato forgotten."),
    ),
    Rule.CLOSES_AFTER: _of(
        Group.LIFE, 5, Unit.WORKING_DAYS, (1, 60),
        _("The customer has this long to say whether it is solved."),
    ),
    Rule.REOPENS_WITHIN: _of(
        Group.LIFE, 14, Unit.DAYS, (1, 90),
        _("What comes back soon is the same problem; later it is a new potato that points to the old one."),
    ),
    Rule.APPEAL_WITHIN: _of(
        Group.LIFE, 7, Unit.DAYS, (1, 60),
        _("Whoever flagged it may disagree, while everybody still remembers."),
    ),
    Rule.UNMERGED_WITHIN: _of(
        Group.LIFE, 24, Unit.HOURS, (1, 168),
        _("Afterwards bites and customers have grown together."),
    ),
    Rule.HUNTER_TOLD_EVERY: _of(
        Group.LIFE, 24, Unit.HOURS, (24, 336),
        _("The hunter hunts. Questions wait for each other and reach him together, once a day at the most."),
    ),
    **_promises(),
}  # fmt: skip

ORDERED: tuple[tuple[Rule, Rule], ...] = (
    (Rule.REMINDED_AFTER, Rule.RETURNED_AFTER),
    (Rule.REASON_AT, Rule.FROZEN_AT),
)


def shown(value: Decimal | float) -> str:
    """A number as people write it: no more digits than it has."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
