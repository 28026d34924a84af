"""The line from Flagged to Closed: where a potato has been, is, and goes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from esn import moments
from esn.ui import Stage
from issues.lifecycle import Status
from issues.models import Issue

A_MOMENT = dt.timedelta(minutes=1)
LINE = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED)


def stages(issue: Issue) -> list[Stage]:
    """The five stages; one that waits stands at the stage before, one that ended beside ends there."""
    at = LINE.index(_stage(issue))
    line = [_step(issue, step, place, at) for place, step in enumerate(LINE)]
    if issue.status in (Status.DISCARDED, Status.MERGED):
        return [*line[: at + 1], Stage(str(Status(issue.status).label), _note(issue, Status(issue.status)), "now")]
    return line


def _stage(issue: Issue) -> Status:
    if issue.status == Status.DISCARDED:
        return Status.FLAGGED
    status = issue.status_before if issue.status in (Status.WAITING, Status.MERGED) else issue.status
    found = Status(status or Status.CAUGHT)
    return found if found in LINE else Status.CAUGHT


def _step(issue: Issue, step: Status, place: int, at: int) -> Stage:
    ended = issue.status in (Status.DISCARDED, Status.MERGED)
    if place == at and not ended:
        label = _("Waiting") if issue.status == Status.WAITING else str(step.label)
        return Stage(label, _note(issue, step), "now")
    return Stage(str(step.label), _note(issue, step) if place <= at else "", "past" if place <= at else "ahead")


def _note(issue: Issue, step: Status) -> str:
    if step == Status.CAUGHT and issue.caught_at and issue.status not in (Status.RESOLVED, Status.CLOSED):
        words = {"moment": moments.short(issue.caught_at), "name": issue.owner.first_name}
        return _("%(moment)s, now %(name)s") % words if issue.owned_since - issue.caught_at > A_MOMENT else _by(words)
    moment = _moments(issue).get(step)
    return moments.short(moment) if moment else ""


def _by(words: dict[str, str]) -> str:
    return _("%(moment)s by %(name)s") % words


def _moments(issue: Issue) -> dict[Status, dt.datetime | None]:
    return {
        Status.FLAGGED: issue.flagged_at,
        Status.CAUGHT: issue.caught_at,
        Status.RESOLVED: issue.resolved_at,
        Status.CLOSED: issue.closed_at,
        Status.DISCARDED: issue.discarded_at,
        Status.MERGED: issue.merged_at,
    }
