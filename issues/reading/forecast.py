"""The forecast: what happens to a potato if nobody moves, when, to whom, and how it reaches them."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from esn.activity.clock import now
from feeds.models import Community
from issues.actions.climbing import counted_from
from issues.heating import heat_at
from issues.ladder import Rung, Step, StepKind, following, hands_before, rungs
from issues.laddering import ruling_of
from issues.lifecycle import Status
from issues.models import Climb, ClimbState, Issue
from issues.reaching import Reached, Scene, reach
from issues.working import hours_of

MOST = 12
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


def forecast(issue: Issue, *, most: int = MOST) -> list[Expected]:
    """What comes on all ladders of the potato, soonest first; nothing while it waits or once it is not open."""
    if not issue.is_open or issue.status == Status.WAITING:
        return []
    climbs = Climb.objects.filter(issue=issue, state=ClimbState.RUNNING).order_by("ladder")
    ways = [_way(climb, issue) for climb in climbs]
    coming = heapq.merge(*ways, key=lambda dated: (dated[1].at, dated[0]))
    scene, found = Scene(issue.community, "", issue.owner, 0, issue), []
    for ladder, rung, hands in islice(coming, most):
        expected = _expected(replace(scene, ladder=ladder, hands=hands), rung)
        found.append(expected)
        if rung.step.kind in CUSTODY and expected.reached:
            scene = replace(scene, holder=expected.reached[0].person)
    return found


def preview(
    community: Community, ladder: str, steps: Sequence[Step], start: dt.datetime, *, most: int = MOST
) -> list[Expected]:
    """What would come to any potato of the community whose clock starts at `start`, by steps that nobody has kept yet.

    A holder is not known, and no step is too cold.
    """
    found = []
    for rung in islice(rungs(steps, start, hours_of(community)), most):
        scene = Scene(community, ladder, hands=hands_before(steps, rung.place))
        found.append(Expected(rung.at, ladder, rung.step, _whom(scene, rung)))
    return found


def _way(climb: Climb, issue: Issue) -> Iterator[tuple[str, Rung, int]]:
    steps, hours = ruling_of(issue.community_id, climb.ladder).steps, hours_of(issue.community_id)
    rung = following(steps, climb.place, climb.since, hours)
    first = replace(rung, at=counted_from(rung, now()))
    yield climb.ladder, first, hands_before(steps, first.place)
    if first.is_last:
        return
    for rung in rungs(steps, first.at, hours, place=first.after):
        yield climb.ladder, rung, hands_before(steps, rung.place)


def _expected(scene: Scene, rung: Rung) -> Expected:
    is_cold = rung.floor > 0 and scene.issue is not None and heat_at(scene.issue, rung.at) < rung.floor
    reached = () if is_cold else _whom(scene, rung)
    return Expected(rung.at, scene.ladder, rung.step, reached, is_cold)


def _whom(scene: Scene, rung: Rung) -> tuple[Reached, ...]:
    if rung.step.kind == StepKind.NOTIFY_HOLDER and scene.holder is None:
        return ()
    return tuple(reach(rung.step, scene, rung.at))
