"""Which action makes which move of a replayed potato."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from esn.activity.clock import replaying
from issues import lifecycle
from issues.actions import beginning, potatoes, resolving, waiting
from issues.importing.stage import Stage
from issues.importing.story import Became
from issues.lifecycle import Status
from issues.models import Issue

FROM_THE_LOG = "as the log says"
MOST_LEGS = 8
Move = Callable[[Issue, Became, Stage], Issue]


def become(issue: Issue, step: Became, stage: Stage) -> Issue:
    """Walk the shortest legal way; the steps before the last are inferred. Raises Conflict where there is none."""
    wanted = step.entry.target
    if issue.status == Status.WAITING == wanted.status and issue.waiting_for != wanted.waiting_for:
        issue = _leg(issue, Status.CAUGHT, step, stage, inferred=True)
    for _number in range(MOST_LEGS):
        way = lifecycle.path(issue.status, wanted.status)
        if not way:
            break
        issue = _leg(issue, way[0], step, stage, inferred=len(way) > 1)
    return issue


def _leg(issue: Issue, to: Status, step: Became, stage: Stage, *, inferred: bool) -> Issue:
    move = _resume if issue.status == Status.WAITING else _MOVES[issue.status, to]
    with replaying(stage.replay(step.entry.at, holds=issue, inferred=inferred)):
        return move(issue, step, stage)


def _catch(issue: Issue, step: Became, stage: Stage) -> Issue:
    return potatoes.catch(issue, by=stage.person(step.holder))


def _resume(issue: Issue, _step: Became, _stage: Stage) -> Issue:
    return waiting.resume(issue)


def _wait(issue: Issue, step: Became, stage: Stage) -> Issue:
    reason = step.entry.reason or FROM_THE_LOG
    by = stage.person(step.holder)
    return waiting.wait(issue, by=by, waiting_for=step.entry.waiting_for, until=None, reason=reason)


def _resolve(issue: Issue, step: Became, stage: Stage) -> Issue:
    entry = step.entry
    recipe = resolving.Recipe(cause=entry.cause, cure=entry.cure, lesson=entry.lesson)
    return resolving.resolve(issue, by=stage.person(entry.resolved_by or step.holder), recipe=recipe)


def _close(issue: Issue, step: Became, stage: Stage) -> Issue:
    return resolving.close(issue, by=stage.people.get(step.entry.closed_by))


def _reopen(issue: Issue, step: Became, stage: Stage) -> Issue:
    return resolving.reopen(issue, by=stage.person(step.holder))


def _discard(issue: Issue, step: Became, stage: Stage) -> Issue:
    return potatoes.discard(issue, by=stage.person(step.holder), reason=step.entry.reason or FROM_THE_LOG)


def _flag_again(issue: Issue, step: Became, stage: Stage) -> Issue:
    by = stage.person(step.entry.reporter)
    issue = potatoes.appeal(issue, by=by, reason=step.entry.reason or FROM_THE_LOG)
    with replaying(stage.replay(step.entry.at, holds=issue)):
        return potatoes.accept_appeal(issue, by=stage.ghost)


_MOVES: Mapping[tuple[str, str], Move] = {
    (Status.FLAGGED, Status.CAUGHT): _catch,
    (Status.FLAGGED, Status.DISCARDED): _discard,
    (Status.DISCARDED, Status.FLAGGED): _flag_again,
    (Status.CAUGHT, Status.IN_PROGRESS): lambda issue, *_: beginning.begin(issue),
    (Status.IN_PROGRESS, Status.CAUGHT): lambda issue, *_: beginning.set_back(issue),
    (Status.CAUGHT, Status.WAITING): _wait,
    (Status.IN_PROGRESS, Status.WAITING): _wait,
    (Status.CAUGHT, Status.RESOLVED): _resolve,
    (Status.IN_PROGRESS, Status.RESOLVED): _resolve,
    (Status.RESOLVED, Status.CLOSED): _close,
    (Status.RESOLVED, Status.IN_PROGRESS): _reopen,
    (Status.CLOSED, Status.IN_PROGRESS): _reopen,
}
