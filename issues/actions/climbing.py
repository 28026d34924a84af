"""One step up a ladder: carried out once, in the transaction that plants the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from esn.activity.clock import now
from esn.activity.events import Event
from esn.activity.spine import action, record
from issues import events
from issues.actions.following import move_custody
from issues.actions.resting import list_daily
from issues.anchoring import plant_next, replan, rule_name
from issues.heating import heat_at
from issues.ladder import Ladder, Rung, StepKind, following, hands_before
from issues.laddering import Ruling, ruling_of
from issues.models import Climb, ClimbState, ClimbStep, Issue
from issues.reaching import Reached, Scene, reach
from issues.working import hours_of

LATE = dt.timedelta(minutes=1)
"""What runs later than this, after an outage, counts from when it ran: a ladder is never climbed in one breath."""
EVENTS: Mapping[str, Event[Issue]] = {
    Ladder.UNCAUGHT: events.uncaught,
    Ladder.STAGNANT: events.stagnant,
    Ladder.PROMISE_LATE: events.promise_late,
}


@action
def climb(issue_id: int, climb_id: int, *, version: int, due_at: dt.datetime) -> bool:
    """Carry out the step that was planted with `version` for `due_at`; whether it still was the one to be done."""
    issue = Issue.objects.locked(issue_id)
    one = Climb.objects.get(pk=climb_id)
    if one.state != ClimbState.RUNNING or one.version != version:
        return False
    rule = ruling_of(issue.community_id, one.ladder)
    if one.rule != rule_name(issue, rule):
        replan(one, issue)
        return False
    rung = following(rule.steps, one.place, one.since, hours_of(issue.community_id))
    moment = max(now(), due_at)
    if rung.at > moment:
        replan(one, issue)
        return False
    _carry_out(one, issue, rule, rung, moment)
    return True


def counted_from(rung: Rung, moment: dt.datetime) -> dt.datetime:
    """The moment that a rung goes by if it runs at `moment`: its own, unless that is too long past."""
    return rung.at if moment - rung.at <= LATE else moment


def _carry_out(one: Climb, issue: Issue, rule: Ruling, rung: Rung, moment: dt.datetime) -> None:
    at = counted_from(rung, moment)
    is_cold = bool(rung.floor) and heat_at(issue, at) < rung.floor
    scene = Scene(issue.community, one.ladder, issue.owner, hands_before(rule.steps, rung.place), issue)
    reached = [] if is_cold else reach(rung.step, scene, at)
    ClimbStep.objects.create(
        climb=one, round=one.round, lap=rung.place.lap, position=rung.place.position, kind=rung.step.kind,
        due_at=rung.at, at=now(), is_skipped=is_cold, people=[each.person.pk for each in reached],
    )  # fmt: skip
    one.lap, one.position, one.since = rung.after.lap, rung.after.position, at
    if rung.is_last:
        one.state, one.due_at = ClimbState.RESTING, None
        one.save()
        list_daily(issue.community)
    else:
        plant_next(one, issue)
    if reached:
        _do(one.ladder, issue, rung, reached, is_late=at != rung.at)


def _do(ladder: str, issue: Issue, rung: Rung, reached: list[Reached], *, is_late: bool) -> None:
    to, before = reached[0].person, issue.owner
    if rung.is_last and to.pk == before.pk:
        record(events.rested, issue, by=None, ladder=ladder, to=to, **{"from": before})
    elif rung.is_last:
        move_custody(issue, by=None, to=to, event=events.rested)
    elif rung.step.kind == StepKind.HAND_ON and to.pk != before.pk:
        move_custody(issue, by=None, to=to, event=events.passed_on)
    else:
        people = [one.person.pk for one in reached]
        record(EVENTS[ladder], issue, by=None, step=rung.step.kind, people=people, is_late=is_late)
