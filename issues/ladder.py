"""Ladders: what happens if nobody moves, computed from steps, a start and working hours; a caller knows the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.lib.errors import Refused
from esn.lib.hours import WorkingHours
from issues.heat import STAGNANT_HOURS

MOST_STEPS = 20
MOST_REPEATS = 5
MOST_HEAT = 100
MOST_MINUTES = 200 * 60
"""The longest wait, in working minutes."""
MOST_TOTAL = 2000 * 60
"""All waits of all laps together, in working minutes: a year of work."""


class Ladder(TextChoices):
    """The three ladders that each community has."""

    UNCAUGHT = "uncaught", gettext_lazy("Nobody catches it")
    STAGNANT = "stagnant", gettext_lazy("It stands still")
    PROMISE_LATE = "promise_late", gettext_lazy("Promised news is late")


class StepKind(TextChoices):
    """What one step of a ladder is: a wait, a condition, or something that is done."""

    WAIT = "wait", gettext_lazy("Wait")
    NOTIFY_HOLDER = "notify_holder", gettext_lazy("Tell the holder")
    NOTIFY_PERSON = "notify_person", gettext_lazy("Tell a person")
    NOTIFY_TEAM = "notify_team", gettext_lazy("Tell a team")
    NOTIFY_WATCH = "notify_watch", gettext_lazy("Tell whoever is on watch")
    NOTIFY_MODERATORS = "notify_moderators", gettext_lazy("Tell the moderators")
    HAND_ON = "hand_on", gettext_lazy("Hand it to the next on watch")
    ONLY_IN_HOURS = "only_in_hours", gettext_lazy("What follows only in working hours")
    ONLY_FROM_HEAT = "only_from_heat", gettext_lazy("The next step only from a heat of")
    REPEAT = "repeat", gettext_lazy("Begin again")
    PUSH = "push", gettext_lazy("Push to the phone of whoever is on watch")
    WEBHOOK = "webhook", gettext_lazy("Call a webhook")
    REST = "rest", gettext_lazy("It rests on a moderator")


TELLS = frozenset(kind for kind in StepKind if kind.value.startswith("notify_"))
ACTS = TELLS | {StepKind.HAND_ON, StepKind.PUSH, StepKind.WEBHOOK}
CONDITIONS = frozenset({StepKind.ONLY_IN_HOURS, StepKind.ONLY_FROM_HEAT})
available: set[StepKind] = set(StepKind) - {StepKind.PUSH, StepKind.WEBHOOK, StepKind.REST}
"""The kinds that a ladder may be made of; a channel adds its own when it can be reached."""


@dataclass(frozen=True)
class Step:
    """One step: `minutes` of a wait, the `heat` of a condition, `times` of a repetition, whose `person` or `team`."""

    kind: str
    minutes: int = 0
    heat: int = 0
    times: int = 0
    person: int | None = None
    team: int | None = None


REST = Step(StepKind.REST)


@dataclass(frozen=True, order=True)
class Place:
    """Where on a ladder somebody stands: the lap, from 0 on, and the step that comes next."""

    lap: int = 0
    position: int = 0


@dataclass(frozen=True)
class Rung:
    """Something that is done, dated; skipped for a potato whose heat is below `floor`."""

    at: dt.datetime
    place: Place
    step: Step
    floor: int = 0

    @property
    def is_last(self) -> bool:
        """The ladder has run out here."""
        return self.step.kind == StepKind.REST

    @property
    def after(self) -> Place:
        """The place behind it."""
        return Place(self.place.lap, self.place.position + 1)


def following(steps: Sequence[Step], place: Place, since: dt.datetime, hours: WorkingHours) -> Rung:
    """The next thing to be done for one who stands at `place` since a moment; at the end it is to rest.

    Waits count in working hours from `since` on.
    """
    at, floor, lap, position = since, 0, place.lap, place.position
    while position < len(steps):
        step = steps[position]
        position += 1
        if step.kind == StepKind.WAIT:
            at = hours.add(at, dt.timedelta(minutes=step.minutes))
        elif step.kind == StepKind.ONLY_IN_HOURS:
            at = hours.opening(at)
        elif step.kind == StepKind.ONLY_FROM_HEAT:
            floor = step.heat
        elif step.kind != StepKind.REPEAT:
            return Rung(at, Place(lap, position - 1), step, floor)
        elif lap < step.times:
            lap, position = lap + 1, 0
    return Rung(at, Place(lap, len(steps)), REST)


def rungs(steps: Sequence[Step], start: dt.datetime, hours: WorkingHours, *, place: Place = Place()) -> Iterator[Rung]:
    """All that comes from `place` on if nobody moves, the rest at its end included."""
    rung = following(steps, place, start, hours)
    while not rung.is_last:
        yield rung
        rung = following(steps, rung.after, rung.at, hours)
    yield rung


def hands_before(steps: Sequence[Step], place: Place) -> int:
    """How often the ladder has handed the potato on before it comes to `place`."""
    in_a_lap = [position for position, step in enumerate(steps) if step.kind == StepKind.HAND_ON]
    return place.lap * len(in_a_lap) + sum(position < place.position for position in in_a_lap)


def minutes(*, hours: float) -> Step:
    """A wait of so many working hours."""
    return Step(StepKind.WAIT, minutes=round(hours * 60))


DEFAULTS: Mapping[Ladder, tuple[Step, ...]] = {
    Ladder.UNCAUGHT: (
        minutes(hours=0.5),
        Step(StepKind.NOTIFY_WATCH),
        minutes(hours=0.5),
        Step(StepKind.HAND_ON),
        minutes(hours=2),
        Step(StepKind.NOTIFY_MODERATORS),
        minutes(hours=4),
    ),
    Ladder.STAGNANT: (
        minutes(hours=STAGNANT_HOURS),
        Step(StepKind.NOTIFY_HOLDER),
        minutes(hours=8),
        Step(StepKind.NOTIFY_MODERATORS),
        minutes(hours=16),
    ),
    Ladder.PROMISE_LATE: (
        Step(StepKind.NOTIFY_HOLDER),
        minutes(hours=1),
        Step(StepKind.NOTIFY_WATCH),
        minutes(hours=2),
        Step(StepKind.NOTIFY_MODERATORS),
        minutes(hours=8),
    ),
}
"""What holds where nobody made a ladder: a stagnant potato is one that stood still as long as the heat says."""


@dataclass(frozen=True)
class Flaw:
    """Why a ladder cannot be: the sentence, and the step it is about, None for the whole."""

    message: str
    position: int | None = None
    field: str = "kind"


def flaws(ladder: str, steps: Sequence[Step]) -> list[Flaw]:
    """All that is wrong with a ladder that somebody made; nothing if it can be climbed and comes to an end."""
    found = [
        Flaw(sentence, position, name)
        for position, step in enumerate(steps)
        for name, sentence in _flaws_of(ladder, step)
    ]
    return [*found, *_order(steps), *_whole(steps)]


def check(ladder: str, steps: Sequence[Step]) -> None:
    """Raise Refused with the first flaw; its field is `steps` or, of one step, `steps.NUMBER.FIELD`."""
    for flaw in flaws(ladder, steps):
        name = "steps" if flaw.position is None else f"steps.{flaw.position}.{flaw.field}"
        raise Refused(flaw.message, "bad_ladder", name)


def _flaws_of(ladder: str, step: Step) -> Iterator[tuple[str, str]]:
    if step.kind not in available:
        yield "kind", _("There is no such step yet.")
    if step.kind == StepKind.WAIT and not 1 <= step.minutes <= MOST_MINUTES:
        yield "minutes", _("A wait lasts between one minute and 200 working hours.")
    if step.kind == StepKind.ONLY_FROM_HEAT and not 1 <= step.heat <= MOST_HEAT:
        yield "heat", _("A heat lies between 1 and 100.")
    if step.kind == StepKind.REPEAT and not 1 <= step.times <= MOST_REPEATS:
        yield "times", _("A ladder begins again five times at the most.")
    if step.kind == StepKind.NOTIFY_PERSON and step.person is None:
        yield "person", _("Say who is to be told.")
    if step.kind == StepKind.NOTIFY_TEAM and step.team is None:
        yield "team", _("Say which team is to be told.")
    if step.kind == StepKind.NOTIFY_HOLDER and ladder == Ladder.UNCAUGHT:
        yield "kind", _("Nobody holds it yet; tell whoever is on watch.")


def _order(steps: Sequence[Step]) -> Iterator[Flaw]:
    for position, step in enumerate(steps):
        then = steps[position + 1 :]
        if step.kind == StepKind.REPEAT and then:
            yield Flaw(_("Nothing can follow after it begins again."), position)
        if step.kind == StepKind.ONLY_FROM_HEAT and not (then and then[0].kind in ACTS):
            yield Flaw(_("A heat must be followed by what is done from it on."), position)
        if step.kind == StepKind.ONLY_IN_HOURS and not any(other.kind in ACTS for other in then):
            yield Flaw(_("Nothing is done after this condition."), position)


def _whole(steps: Sequence[Step]) -> Iterator[Flaw]:
    if len(steps) > MOST_STEPS:
        yield Flaw(_("A ladder has twenty steps at the most."))
    if not any(step.kind in ACTS for step in steps):
        yield Flaw(_("A ladder must tell somebody or hand the potato on."))
    waits = sum(step.minutes for step in steps if step.kind == StepKind.WAIT)
    laps = 1 + max((step.times for step in steps if step.kind == StepKind.REPEAT), default=0)
    if laps > 1 and waits <= 0:
        yield Flaw(_("It would go round without a pause: put a wait into what is repeated."))
    if waits * laps > MOST_TOTAL:
        yield Flaw(_("All waits together last longer than a year of work."))
