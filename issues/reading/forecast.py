"""The forecast: what happens to a potato if nobody moves, when, to whom, and how it reaches them."""

from __future__ import annotations

import datetime as dt
import heapq
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from esn.activity.clock import now
from feeds.models import Community
from feeds.models.communities import COMPANY
from issues.actions.climbing import counted_from
from issues.actions.leaving import successor
from issues.heating import heat_at
from issues.ladder import Ladder, Rung, Step, StepKind, following, hands_before, rungs
from issues.laddering import ruling_of
from issues.lifecycle import Status
from issues.models import Climb, Issue
from issues.reaching import Reached, Scene, reach
from issues.shifts import INSTANT, spans_of
from issues.working import hours_of
from people.models import Absence, Person

MOST = 12
MOST_ABSENCES = 500
CUSTODY = frozenset({StepKind.HAND_ON, StepKind.REST})


@dataclass(frozen=True)
class Expected:
    """One thing that comes: `step` of `ladder` at a moment, and whom it reaches; skipped if it will be too cold then.

    The last one has the kind `rest`: from there on a moderator holds it, and it is listed every working day.
    """

    at: dt.datetime
    ladder: str
    step: Step
    reached: tuple[Reached, ...] = ()
    is_skipped: bool = False

    @property
    def label(self) -> str:
        """What is done, in words."""
        return str(StepKind(self.step.kind).label)

    @property
    def whom(self) -> str:
        """Whom it reaches and how, in words; empty while nobody can know."""
        return ", ".join(one.told for one in self.reached)

    @property
    def ladder_label(self) -> str:
        """Of which ladder, in words."""
        return str(Ladder(self.ladder).label)


def forecast(issue: Issue, *, most: int = MOST) -> list[Expected]:
    """What comes on all ladders of the potato, soonest first; nothing while it waits or once it is not open."""
    if not issue.is_open or issue.status == Status.WAITING:
        return []
    climbs = Climb.objects.running().filter(issue=issue).order_by("ladder")
    ways = [_way(climb, issue) for climb in climbs]
    coming = list(islice(heapq.merge(*ways, key=lambda dated: (dated[1].at, dated[0])), most))
    if not coming:
        return []
    ahead = _Ahead(issue.community, coming[-1][1].at, holder=issue.owner, issue=issue)
    return [ahead.expected(ladder, rung, hands) for ladder, rung, hands in coming]


def preview(
    community: Community, ladder: str, steps: Sequence[Step], start: dt.datetime, *, most: int = MOST
) -> list[Expected]:
    """What would come to any potato of the community whose clock starts at `start`, by steps that nobody has kept yet.

    A holder is not known, and no step is too cold.
    """
    coming = list(islice(rungs(steps, start, hours_of(community)), most))
    ahead = _Ahead(community, coming[-1].at)
    return [ahead.expected(ladder, rung, hands_before(steps, rung.place)) for rung in coming]


class _Ahead:
    """The time to come, as far as it is planned: who is away and who is on watch decide whom a step reaches.

    Between two moments at which that changes a step reaches the same people, and is asked once.
    """

    def __init__(
        self, community: Community, until: dt.datetime, *, holder: Person | None = None, issue: Issue | None = None
    ) -> None:
        self.community, self.holder, self.issue = community, holder, issue
        away = Absence.objects.open_at(now()).select_related("substitute").order_by("starts_at")[:MOST_ABSENCES]
        self._leaving = [absence for absence in away if absence.starts_at > now()]
        edges = {edge for absence in away for edge in (absence.starts_at, absence.ends_at)}
        for place in {community, *Community.objects.filter(slug=COMPANY)}:
            edges |= {span.start for span in spans_of(place, now(), max(until, now()) + INSTANT)}
        self._edges = sorted(edges)
        self._known: dict[object, tuple[Reached, ...]] = {}

    def expected(self, ladder: str, rung: Rung, hands: int) -> Expected:
        """The rung as it will be; asked in the order of time, because custody moves on."""
        self._let_leave(rung.at)
        if rung.floor and self.issue and heat_at(self.issue, rung.at) < rung.floor:
            return Expected(rung.at, ladder, rung.step, is_skipped=True)
        reached = self._reached(ladder, rung, hands)
        if rung.step.kind in CUSTODY and reached and self.issue:
            self.holder = reached[0].person
        return Expected(rung.at, ladder, rung.step, reached)

    def _let_leave(self, moment: dt.datetime) -> None:
        """Whoever goes away until then and holds it hands it over."""
        while self._leaving and self._leaving[0].starts_at <= moment:
            absence = self._leaving.pop(0)
            if self.issue and self.holder and absence.person_id == self.holder.pk:
                self.holder = successor(self.issue, self.holder, absence.starts_at)

    def _reached(self, ladder: str, rung: Rung, hands: int) -> tuple[Reached, ...]:
        if rung.step.kind == StepKind.NOTIFY_HOLDER and self.holder is None:
            return ()
        scene = Scene(self.community, ladder, self.holder, hands, self.issue)
        turn = hands if rung.step.kind == StepKind.HAND_ON else 0
        key = (ladder, rung.step, self.holder and self.holder.pk, turn, bisect(self._edges, rung.at))
        if key not in self._known:
            self._known[key] = tuple(reach(rung.step, scene, rung.at))
        return self._known[key]


def _way(climb: Climb, issue: Issue) -> Iterator[tuple[str, Rung, int]]:
    steps, hours = ruling_of(issue.community_id, climb.ladder).steps, hours_of(issue.community_id)
    rung = following(steps, climb.place, climb.since, hours)
    first = replace(rung, at=counted_from(rung, now()))
    yield climb.ladder, first, hands_before(steps, first.place)
    if first.is_last:
        return
    for rung in rungs(steps, first.at, hours, place=first.after):
        yield climb.ladder, rung, hands_before(steps, rung.place)
