"""Replaying stories: each step is the product's own action, at the time of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from esn.activity.clock import replaying
from esn.activity.spine import action, transacting
from esn.lib.errors import Conflict, Refusal
from issues.actions import handoffs, joining, potatoes
from issues.actions.following import withdraw_open_offer
from issues.importing.entries import Entry
from issues.importing.marks import Mark, leave, marks
from issues.importing.moves import FROM_THE_LOG, become
from issues.importing.reading import Problem
from issues.importing.stage import Stage
from issues.importing.story import Became, Moved, Step, Story, Weighed
from issues.lifecycle import Severity
from issues.models import Issue

TROUBLE = (Refusal, IntegrityError, DataError)


@dataclass
class Outcome:
    """What could not be followed, and the issues of which an earlier, longer log has told more already."""

    problems: list[Problem] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)


@action
def replay_batch(stories: Sequence[Story], stage: Stage) -> Outcome:
    """Replay what is new in some stories, each wholly or not at all."""
    outcome = Outcome()
    told = marks(stage.source, (story.id for story in stories))
    for story in stories:
        mark = told.get(story.id)
        if mark and mark.rows > len(story.entries):
            outcome.ahead.append(story.id)
        elif mark is None or mark.rows < len(story.entries) or mark.digest != story.digest(mark.rows):
            outcome.problems += _replay_one(story, stage, mark)
    return outcome


def _replay_one(story: Story, stage: Stage, mark: Mark | None) -> list[Problem]:
    """In one go; where a step is refused, once more with care, so that only that step is lost."""
    try:
        with transacting():
            return replay(story, stage, mark)
    except TROUBLE as trouble:
        if not stage.is_careful:
            return _replay_one(story, stage.careful(), mark)
        why = trouble.message if isinstance(trouble, Refusal) else str(trouble).split("\n", maxsplit=1)[0]
        sentence = _("issue %(id)s could not be followed at all: %(why)s")
        return [Problem(story.entries[0].line, sentence % {"id": story.id, "why": why})]


def replay(story: Story, stage: Stage, mark: Mark | None) -> list[Problem]:
    """Replay what is new in a story; on a careful stage a refused step is a problem, and the next one goes on."""
    issue = _resumed(story, stage, mark) if mark else _flag(story, stage)
    told = mark.rows if mark else 0
    problems = []
    for step in story.steps():
        if step.row < told:
            continue
        try:
            issue = _perform(issue, step, stage)
        except Refusal as refusal:
            if not stage.is_careful:
                raise
            problems.append(Problem(step.entry.line, refusal.message))
            issue = Issue.objects.locked(issue)
    rows = len(story.entries)
    with replaying(stage.replay(story.entries[-1].at)):
        leave(issue, source=stage.source, rows=rows, digest=story.digest(rows))
    return problems


def _resumed(story: Story, stage: Stage, mark: Mark) -> Issue:
    """The potato of an earlier run, locked. Raises Conflict if the log does not go on from what was told of it."""
    issue = Issue.objects.locked(mark.issue)
    if story.digest(mark.rows) != mark.digest:
        sentence = _("its first %(rows)d rows differ from those of an earlier import")
        raise Conflict(sentence % {"rows": mark.rows})
    if marks(stage.source, [story.id])[story.id] != mark:
        raise Conflict(_("another import is telling it right now"))
    with replaying(stage.replay(story.entries[mark.rows].at)):
        withdraw_open_offer(issue, by=None)
    return issue


def _flag(story: Story, stage: Stage) -> Issue:
    first: Entry = story.entries[0]
    flag = potatoes.Flag(
        title=first.title or story.id,
        description=first.description,
        customer=stage.customers.get(first.customer),
        community=stage.group(first.group),
        severity=first.severity or Severity.MEDIUM,
        due_at=first.due_at if first.due_at and first.due_at > story.opened_at else None,
        source=stage.source,
        external_id=story.id,
    )
    with replaying(stage.replay(story.opened_at)):
        return potatoes.flag(flag, by=stage.person(first.reporter))


def _perform(issue: Issue, step: Step, stage: Stage) -> Issue:
    entry = step.entry
    if isinstance(step, Became):
        return become(issue, step, stage)
    with replaying(stage.replay(entry.at, holds=issue)):
        if isinstance(step, Moved):
            return joining.move(issue, by=stage.ghost, community=stage.group(entry.group))
        if isinstance(step, Weighed):
            return potatoes.edit(issue, by=stage.ghost, version=None, severity=entry.severity)
        return handoffs.assign(issue, by=stage.ghost, to=stage.person(entry.assignee), reason=FROM_THE_LOG)
