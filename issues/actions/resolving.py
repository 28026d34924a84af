"""Resolved, opened again, closed: with the recipe, the customer's word and the feast."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from esn.activity.clock import current_replay, now
from esn.activity.spine import action, plant, record, unplant, waive
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import events, lifecycle, policies
from issues.actions import feast
from issues.actions.following import close_key, keep_in_hands, withdraw_open_offer
from issues.actions.keeping import COUNTERS, PROGRESS, count_tasks, keep, progress
from issues.lifecycle import Size, Status, TaskStatus
from issues.models import Contact, Issue, Resolution, Task
from issues.models.rules import number, span
from issues.rules import Rule, shown
from issues.working import hours_of, promise_from
from people.models import Person

MOST_RECIPE = 10_000


@dataclass(frozen=True)
class Recipe:
    """What caused it, what cured it, what was learned."""

    cause: str = ""
    cure: str = ""
    lesson: str = ""

    @property
    def is_written(self) -> bool:
        """Cause and cure are there; a lesson need not be."""
        return bool(self.cause.strip() and self.cure.strip())


@action
def resolve(issue: Issue, *, by: Person, recipe: Recipe | None = None, effort: str = "") -> Issue:
    """The problem is gone. From `caught` the owner does it in one go, with the effort that it took him.

    Raises Conflict `live_tasks`, `nothing_done` or `news_needed` where a guard fails, Refused where an elephant lacks
    its recipe or a one-go its effort.
    """
    issue = Issue.objects.locked(issue)
    recipe = recipe or Recipe()
    _check_recipe_text(recipe)
    lifecycle.check_move(issue.status, Status.RESOLVED)
    in_one_go = issue.status == Status.CAUGHT
    policies.check(_may_resolve(by, issue, in_one_go))
    _check_news(issue)
    if in_one_go:
        _eat_in_one_go(issue, by, effort)
    _check_tasks(issue)
    if issue.is_elephant and not recipe.is_written and not waive("recipe"):
        raise Refused(_("An elephant needs its recipe: the cause and the cure."), "recipe_needed", "cause")
    withdraw_open_offer(issue, by=None)
    _write_recipe(issue, recipe, by)
    issue.status, issue.resolved_at, issue.next_news_due_at = Status.RESOLVED, now(), None
    keep(issue, "status", "resolved_at", "next_news_due_at", *PROGRESS, *COUNTERS)
    plant("issue.close", key=close_key(issue), due_at=closing_time(issue.community_id, now()), issue=issue.pk)
    record(events.resolved, issue, by=by)
    return issue


def _may_resolve(by: Person, issue: Issue, in_one_go: bool) -> str:  # noqa: FBT001
    if in_one_go and by.pk != issue.owner_id:
        return _("Only %(holder)s, who holds it, may resolve it in one go.") % {"holder": issue.owner.name}
    return policies.may_steer(by, issue)


def _check_recipe_text(recipe: Recipe) -> None:
    for name in ("cause", "cure", "lesson"):
        text.check_text(getattr(recipe, name), most=MOST_RECIPE, name=name)


def _check_news(issue: Issue) -> None:
    """News younger than the last finished bite (than the catch, if none was), or no customer."""
    if issue.customer_id is None:
        return
    finished = Task.objects.filter(issue=issue).aggregate(last=Max("finished_at"))["last"]
    since = finished or issue.caught_at
    if (issue.news_at is None or (since and issue.news_at < since)) and not waive("news"):
        raise Conflict(_("Tell the customer first: the last news is older than what was done."), "news_needed")


def _eat_in_one_go(issue: Issue, by: Person, effort: str) -> None:
    if current_replay() is None and effort not in Size.values:
        raise Refused(_("Tap how long it took you."), field="effort")
    if current_replay() is not None and not effort:
        return
    Task.objects.create(
        issue=issue, title=issue.title, status=TaskStatus.DONE, size=effort, effort=effort, proposed_by=by, assignee=by,
        created=now(), taken_at=now(), touched_at=now(), finished_at=now(), position=issue.task_total + 1,
    )  # fmt: skip
    progress(issue)
    count_tasks(issue)


def _check_tasks(issue: Issue) -> None:
    if issue.task_live and not waive("live_tasks"):
        raise Conflict(_("Some bites are still on the table or on a plate."), "live_tasks")
    if not issue.task_done and not waive("nothing_done"):
        raise Conflict(_("No bite has been eaten yet."), "nothing_done")


def _write_recipe(issue: Issue, recipe: Recipe, by: Person) -> None:
    if recipe.cause or recipe.cure or recipe.lesson:
        values = {"cause": recipe.cause, "cure": recipe.cure, "lesson": recipe.lesson, "by": by, "at": now()}
        Resolution.objects.bulk_create(
            [Resolution(issue=issue, **values)],
            update_conflicts=True,
            unique_fields=["issue"],
            update_fields=list(values),
        )


def closing_time(community_id: int, since: dt.datetime) -> dt.datetime:
    """When a potato that was resolved at `since` closes by itself."""
    return hours_of(community_id).add(since, span(community_id, Rule.CLOSES_AFTER))


@action
def reopen(issue: Issue, *, by: Person | None, reason: str = "", contact: Contact | None = None) -> Issue:
    """Open it again soon after its resolution, with a bite "what is left"; by a contact when `by` is None."""
    issue = Issue.objects.locked(issue)
    reason = text.check_text(reason, most=2000, name="reason")
    if issue.status not in (Status.RESOLVED, Status.CLOSED):
        raise Conflict(_("Only a resolved or closed potato can be opened again."), lifecycle.ILLEGAL)
    if by is not None:
        policies.check(policies.may_reopen(by, issue))
    _check_young(issue)
    unplant(close_key(issue))
    issue.status, issue.closed_at = Status.IN_PROGRESS, None
    issue.reopen_count += 1
    issue.progress_at = issue.silence_since = now()
    issue.next_news_due_at = promise_from(issue, now()) if issue.customer_id else None
    if current_replay() is None:
        _add_what_is_left(issue, by, reason)
    keep(
        issue, "status", "closed_at", "reopen_count", "progress_at", "silence_since", "next_news_due_at", *COUNTERS
    )  # fmt: skip
    if current_replay() is None:
        keep_in_hands(issue, by=None)
    record(events.reopened, issue, by=by, reason=reason, contact=contact)
    return issue


def _check_young(issue: Issue) -> None:
    is_late = issue.resolved_at and not policies.is_in_time(issue, Rule.REOPENS_WITHIN, issue.resolved_at)
    if is_late and not waive("too_late"):
        days = shown(number(issue.community_id, Rule.REOPENS_WITHIN))
        sentence = _("It was resolved more than %(days)s days ago; flag a new one and link it.")
        raise Conflict(sentence % {"days": days}, "too_late")


def _add_what_is_left(issue: Issue, by: Person | None, reason: str) -> None:
    with override(issue.owner.language):
        title = _("What is left")
    Task.objects.create(
        issue=issue, title=title, done_when=reason[:500], status=TaskStatus.OPEN, size=Size.S,
        proposed_by=by or issue.owner, created=now(), touched_at=now(), position=issue.task_total + 1,
    )  # fmt: skip
    count_tasks(issue)


@action
def close(issue: Issue, *, by: Person | None, contact: Contact | None = None) -> Issue:
    """The end: by the customer's word, by a moderator, or by itself after five working days. Who ate is thanked."""
    issue = Issue.objects.locked(issue)
    lifecycle.check_move(issue.status, Status.CLOSED)
    if by is not None:
        policies.check(policies.may_moderate(by, issue))
    issue.status, issue.closed_at = Status.CLOSED, now()
    keep(issue, "status", "closed_at")
    unplant(close_key(issue))
    record(events.closed, issue, by=by, contact=contact)
    if current_replay() is None:
        feast.hold(issue)
    return issue
