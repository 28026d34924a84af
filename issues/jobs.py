"""What falls due for potatoes, and the pass that keeps every heat true."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from esn.activity.due import every, job
from esn.activity.models import DueJob
from esn.live import publisher
from esn.live.frames import RenderedFrame
from feeds.models import Community
from issues import auditing, heating
from issues.actions import (
    climbing,
    gaps,
    handoffs,
    ladders,
    leaving,
    leftovers,
    questions,
    resolving,
    resting,
    tasks,
    turning,
    waiting,
)
from issues.heat import band
from issues.lifecycle import Status
from issues.models import Handoff, Issue, Task

BATCH = 500
HEAT_SECONDS = 60
WATCH_SECONDS = 60
GAPS_SECONDS = 600
LEFTOVERS_SECONDS = 300


@job("issue.wake", inside=True)
def wake(due: DueJob) -> None:
    """End a waiting whose wake-up has come; one that ended before is left alone."""
    issue = Issue.objects.get(pk=due.payload["issue"])
    if issue.status == Status.WAITING:
        waiting.resume(issue)


@job("issue.close", inside=True)
def close(due: DueJob) -> None:
    """Close what stayed resolved for five working days."""
    issue = Issue.objects.get(pk=due.payload["issue"])
    if issue.status == Status.RESOLVED:
        resolving.close(issue, by=None)


@job("handoff.expire", inside=True)
def expire(due: DueJob) -> None:
    """Let an unanswered toss end."""
    handoffs.expire(Handoff.objects.get(pk=due.payload["handoff"]))


@job("issue.questions", inside=True)
def tell_of_questions(due: DueJob) -> None:
    """Tell the hunters of what was asked within a day of the last telling."""
    questions.tell(Issue.objects.get(pk=due.payload["issue"]))


@job("task.open", inside=True)
def open_task(due: DueJob) -> None:
    """Put a proposal on the table to which nobody said no."""
    tasks.approve(Task.objects.get(pk=due.payload["task"]), by=None)


@job("ladder.step", inside=True)
def climb(due: DueJob) -> None:
    """The next step of a ladder, unless somebody moved."""
    said = due.payload
    climbing.climb(said["issue"], said["climb"], version=said["version"], due_at=due.due_at)


@job("ladder.list", inside=True)
def list_resting(due: DueJob) -> None:
    """List to the moderators what rests on them."""
    for community in Community.objects.filter(pk=due.payload["community"]):
        resting.list_resting(community)


@job("ladder.replan", inside=True)
def replan(due: DueJob) -> None:
    """Date anew what a community has on its ladders, a batch at a time."""
    ladders.replan_batch(due.payload["community"], after=due.payload["after"])


@every(auditing.SECONDS, "issues.audit")
def audit() -> int:
    """Let nothing open be without a dated next step; returns how many lack one still."""
    return len(auditing.audit().lacking)


@every(WATCH_SECONDS, "issues.watch")
def pass_on_watch() -> int:
    """Let fresh potatoes go with the watch when it passes on."""
    return turning.pass_on()


@every(GAPS_SECONDS, "issues.gaps")
def warn_of_gaps() -> int:
    """Tell the moderators of the gaps in their watch before they come."""
    return gaps.warn_of_gaps()


@every(WATCH_SECONDS, "issues.stranded")
def hand_over_stranded() -> int:
    """Let nothing stay with somebody who was put out in the moment in which he took it."""
    return leaving.hand_over_stranded()


@every(LEFTOVERS_SECONDS, "tasks.leftovers")
def look_at_leftovers() -> int:
    """Point out the bites that nobody took, ask about those that nobody touches, and put those back in the end."""
    return leftovers.look_at_leftovers()


@every(HEAT_SECONDS, "issues.heat")
def keep_warm() -> int:
    """Compute the heat of every open potato anew; returns how many numbers changed.

    Rows are locked in id order and those that somebody else holds are skipped: his own change warms them.
    """
    changed, last = 0, 0
    while True:
        done, last, count = _warm_batch(last)
        changed += done
        if count < BATCH:
            return changed


def _warm_batch(after: int) -> tuple[int, int, int]:
    moment = timezone.now()
    wanted = list(Issue.objects.open().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        free = Issue.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True, skip_locked=True)
        rows = Issue.objects.filter(pk__in=list(free.values_list("pk", flat=True)))
        batch = list(rows.select_related("community", "customer"))
        before = {issue.pk: issue.heat for issue in batch}
        warmer = [issue for issue in batch if heating.warm(issue, moment)]
        Issue.objects.bulk_update(warmer, ["heat", "heat_at", "heat_terms"])
        publisher.bump(_band_frames([issue for issue in warmer if band(before[issue.pk]) != issue.band]))
    return len(warmer), wanted[-1] if wanted else after, len(wanted)


def _band_frames(issues: list[Issue]) -> list[RenderedFrame]:
    """One hint a stream: which potatoes moved into another band; to boards, to feeds, and to the potato's own page."""
    by_stream: dict[str, list[Issue]] = {}
    for issue in issues:
        for stream in (issue.community.board_stream, issue.community.stream, issue.stream):
            by_stream.setdefault(stream, []).append(issue)
    return [RenderedFrame(stream, "put", "heat", {"en": _heat_html(group)}) for stream, group in by_stream.items()]


def _heat_html(issues: list[Issue]) -> str:
    pairs = " ".join(f"{issue.pk}:{issue.heat}:{issue.band}" for issue in issues)
    return f'<span id="heat" data-heats="{pairs}" hidden></span>'
