"""From when on each ladder of a potato counts, and keeping what is planted in step with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from esn.activity.clock import now
from esn.activity.spine import plant, unplant
from esn.lib.hours import WorkingHours
from issues.actions.resting import list_daily
from issues.ladder import Ladder, Place, following, rungs
from issues.laddering import Ruling, ruling_of
from issues.lifecycle import HELD, Status
from issues.models import Climb, ClimbState, Issue
from issues.working import hours_of

CLOCKS = frozenset({"status", "progress_at", "caught_at", "next_news_due_at", "community"})
"""The columns of a potato that its ladders hang on."""


def anchors(issue: Issue) -> Mapping[str, dt.datetime]:
    """The moments that the ladders of the potato count from; those that it is not on are left out."""
    if issue.status == Status.FLAGGED:
        return {Ladder.UNCAUGHT: issue.flagged_at}
    if issue.status not in HELD:
        return {}
    found = {Ladder.STAGNANT.value: max(issue.progress_at, issue.caught_at or issue.progress_at)}
    if issue.next_news_due_at:
        found[Ladder.PROMISE_LATE] = issue.next_news_due_at
    return found


def follow(issue: Issue) -> None:
    """Begin, pause, go on with and end the ladders of a locked potato as it now stands; twice is once."""
    wanted = anchors(issue)
    climbs = {climb.ladder: climb for climb in Climb.objects.filter(issue=issue)}
    for ladder in sorted({*climbs, *wanted}):
        climb = climbs.get(ladder) or Climb(issue=issue, ladder=ladder, round=0, state=ClimbState.OVER)
        anchor = wanted.get(ladder)
        if anchor is None:
            _end(climb)
        elif issue.status == Status.WAITING:
            _pause(climb, anchor)
        else:
            _go_on(climb, issue, anchor)


def _end(climb: Climb) -> None:
    if climb.state != ClimbState.OVER:
        _cancel(climb)
        climb.state, climb.due_at = ClimbState.OVER, None
        climb.save(update_fields=["state", "due_at"])


def _pause(climb: Climb, anchor: dt.datetime) -> None:
    """Stand still; what changed its anchor meanwhile begins a new round when it goes on."""
    if climb.state != ClimbState.OVER and climb.anchor != anchor:
        _end(climb)
    elif climb.state in (ClimbState.RUNNING, ClimbState.RESTING):
        _cancel(climb)
        climb.state = ClimbState.PAUSED
        climb.save(update_fields=["state"])


def _go_on(climb: Climb, issue: Issue, anchor: dt.datetime) -> None:
    if climb.state == ClimbState.PAUSED:
        _resume(climb, issue, anchor)
    elif climb.state == ClimbState.OVER:
        _start(climb, issue, anchor if climb.ladder != Ladder.UNCAUGHT or climb.round == 0 else now())
    elif climb.ladder != Ladder.UNCAUGHT and climb.anchor != anchor:
        _start(climb, issue, anchor)
    elif not climb.rule.startswith(f"{issue.community_id}:"):
        _move(climb, issue)


def _move(climb: Climb, issue: Issue) -> None:
    """Go by the ladder of the community that the potato came into; what rests is listed to its moderators."""
    if climb.state == ClimbState.RUNNING:
        replan(climb, issue)
        return
    climb.rule = rule_name(issue, ruling_of(issue.community_id, climb.ladder))
    climb.save(update_fields=["rule"])
    list_daily(issue.community)


def _start(climb: Climb, issue: Issue, anchor: dt.datetime) -> None:
    """A new round from its first step on: what has long been past counts from now."""
    climb.state, climb.round = ClimbState.RUNNING, climb.round + 1
    climb.anchor, climb.lap, climb.position = anchor, 0, 0
    climb.started_at = climb.since = max(anchor, now())
    climb.rule = rule_name(issue, ruling_of(issue.community_id, climb.ladder))
    plant_next(climb, issue)


def _resume(climb: Climb, issue: Issue, anchor: dt.datetime) -> None:
    """The pause moved the anchor on; all that hangs on it moves as far. One that rested rests again."""
    pause = anchor - climb.anchor
    climb.anchor, climb.since = anchor, climb.since + pause
    climb.started_at += pause
    if climb.due_at is None:
        climb.state = ClimbState.RESTING
        climb.rule = rule_name(issue, ruling_of(issue.community_id, climb.ladder))
        climb.save(update_fields=["state", "anchor", "since", "started_at", "rule"])
        list_daily(issue.community)
        return
    climb.state = ClimbState.RUNNING
    replan(climb, issue)


def rule_name(issue: Issue, rule: Ruling) -> str:
    """Which rule of which community a date was computed from."""
    return f"{issue.community_id}:{rule.name}"


def replan(climb: Climb, issue: Issue) -> None:
    """Date the next step anew, because hours, holidays or the ladder itself are others now."""
    rule = ruling_of(issue.community_id, climb.ladder)
    if climb.rule != rule_name(issue, rule):
        _relocate(climb, rule, hours_of(issue.community_id))
        climb.rule = rule_name(issue, rule)
    plant_next(climb, issue)


def _relocate(climb: Climb, rule: Ruling, hours: WorkingHours) -> None:
    """Stand where the new ladder would have led by now; what lies behind is not done late."""
    place, since = Place(), climb.started_at
    for rung in rungs(rule.steps, climb.started_at, hours):
        if rung.at > now() or rung.is_last:
            break
        place, since = rung.after, rung.at
    climb.lap, climb.position, climb.since = place.lap, place.position, since
    climb.round += 1


def plant_next(climb: Climb, issue: Issue) -> None:
    """Plant the next step of a running climb in the place of the one that was planted, and save it."""
    rule = ruling_of(issue.community_id, climb.ladder)
    rung = following(rule.steps, climb.place, climb.since, hours_of(issue.community_id))
    _cancel(climb)
    climb.due_at, climb.version = rung.at, climb.version + 1
    climb.save()
    plant("ladder.step", key=climb.job_key, due_at=rung.at, climb=climb.pk, issue=issue.pk, version=climb.version)


def _cancel(climb: Climb) -> None:
    """Cancel what is planted; one that a worker is just running finds the climb changed and does nothing."""
    if climb.state == ClimbState.RUNNING and climb.version:
        unplant(climb.job_key)
