"""What can happen to potatoes, tosses, bites and customers, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from esn.activity.events import Event, Facts
from feeds.models import Community
from issues import hearers
from issues.frames import (
    left_community,
    of_issue,
    of_parting,
    of_talk,
    of_task,
    of_task_parting,
    of_watch,
    topics_of_issue,
    topics_of_task,
)
from issues.models import Customer, Issue, Task

Audience = Callable[[Issue, Facts], Iterable[int]]


def _issue(name: str, audience: Audience) -> Event[Issue]:
    return Event(f"issue.{name}", "issue", topics=topics_of_issue, audience=audience, frames=of_issue)


def _parting(name: str, audience: Audience) -> Event[Issue]:
    """After it somebody may see the potato no longer: who held it, was offered it or hunted it."""
    return replace(_issue(name, audience), frames=of_parting)


def _task(name: str, audience: Callable[[Task, Facts], Iterable[int]]) -> Event[Task]:
    return Event(f"task.{name}", "task", topics=topics_of_task, audience=audience, frames=of_task)


def _task_parting(name: str, audience: Callable[[Task, Facts], Iterable[int]]) -> Event[Task]:
    """After it somebody may see its potato no longer: who ate or reviewed the bite."""
    return replace(_task(name, audience), frames=of_task_parting)


def _leftover(name: str, audience: Callable[[Task, Facts], Iterable[int]]) -> Event[Task]:
    """Of several at once the first is told, with how many `others` it speaks for; theirs is None."""
    return _task(name, lambda task, facts: [] if facts["others"] is None else audience(task, facts))


def _watch(name: str, audience: Callable[[Community, Facts], Iterable[int]]) -> Event[Community]:
    return Event(f"watch.{name}", "community", audience=audience, frames=of_watch)


def _to(_community: Community, facts: Facts) -> list[int]:
    return [facts["to"].pk]


def _customer(name: str) -> Event[Customer]:
    return Event(f"customer.{name}", "customer")


def _told(issue: Issue, facts: Facts) -> list[int]:
    """The first news is a milestone for the hunters; later ones are for who follows."""
    first = hearers.hunters(issue) if facts["first"] else []
    return [*first, *hearers.followers(issue), issue.owner_id]


flagged = _issue("flagged", lambda issue, _: hearers.holder(issue))
caught = _parting("caught", lambda issue, facts: [*hearers.hunters(issue), *hearers.followers(issue), facts["from"].pk])
edited = _issue("edited", lambda issue, _: hearers.followers(issue))
discarded = _issue("discarded", lambda issue, facts: [*hearers.at_milestone(issue), *facts["eaters"]])
appealed = _issue("appealed", lambda issue, _: hearers.moderators(issue))
appeal_accepted = _parting("appeal_accepted", lambda issue, _: hearers.at_milestone(issue))
appeal_rejected = _issue("appeal_rejected", lambda issue, _: hearers.at_milestone(issue))
hunter_allowed = _issue("hunter_allowed", lambda issue, _: hearers.hunters(issue))
begun = _issue("in_progress", lambda *_: [])
set_back = _issue("back_to_caught", lambda issue, _: hearers.holder(issue))
waiting = _issue("waiting", lambda issue, _: [*hearers.followers(issue), issue.owner_id])
resumed = _issue("resumed", lambda issue, _: [*hearers.followers(issue), issue.owner_id])
resolved = _issue("resolved", lambda issue, _: hearers.at_milestone(issue))
reopened = _issue("reopened", lambda issue, _: hearers.at_milestone(issue))
thanked = _issue("thanked", lambda _, facts: facts["eaters"])
closed = _issue("closed", lambda issue, _: [*hearers.followers(issue), issue.owner_id])
merged = _parting("merged", lambda issue, _: [*hearers.until_caught(issue), *hearers.followers(issue)])
unmerged = _parting("unmerged", lambda issue, _: [*hearers.until_caught(issue), *hearers.followers(issue)])
joined = _issue("joined", lambda issue, _: hearers.holder(issue))
left = _parting("left", lambda issue, _: hearers.holder(issue))
followed: Event[Issue] = Event("issue.followed", "issue", topics=topics_of_issue)
unfollowed: Event[Issue] = Event("issue.unfollowed", "issue", topics=topics_of_issue)
moved: Event[Issue] = Event(
    "issue.moved",
    "issue",
    topics=lambda issue, facts: [f"c:{facts['from']}", *topics_of_issue(issue, facts)],
    audience=lambda issue, _: hearers.holder(issue),
    frames=left_community,
)
asked = _issue("asked", lambda issue, facts: hearers.hunters(issue) if facts["is_told"] else [])
questions_wait = _issue("questions_wait", lambda issue, _: hearers.hunters(issue))
answered = _issue("answered", lambda issue, facts: [facts["asked_by"].pk, issue.owner_id])

offered = _issue("offered", lambda _, facts: [facts["to"].pk])
accepted = _parting("accepted", lambda issue, facts: [facts["from"].pk, *hearers.followers(issue)])
refused = _parting("refused", lambda _, facts: [facts["from"].pk])
expired = _parting("expired", lambda _, facts: [facts["from"].pk, facts["to"].pk])
withdrawn = _parting("withdrawn", lambda _, facts: [facts["to"].pk])
assigned = _parting("assigned", lambda issue, facts: [facts["from"].pk, issue.owner_id, *hearers.followers(issue)])
uncaught = _issue("uncaught", lambda _, facts: facts["people"])
stagnant = _issue("stagnant", lambda _, facts: facts["people"])
promise_late = _issue("promise_late", lambda _, facts: facts["people"])
passed_on = _parting("passed_on", lambda issue, facts: [issue.owner_id, facts["from"].pk])
rested = _parting("rested", lambda issue, facts: [issue.owner_id, facts["from"].pk])
custody_moved = _parting("custody_moved", lambda issue, facts: [issue.owner_id, facts["from"].pk])
watch_set = _watch("set", _to)
rota_set = _watch("rota_set", lambda _, facts: facts["people"])
rota_ended: Event[Community] = Event("watch.rota_ended", "community", frames=of_watch)
shift_set = _watch("shift_set", _to)
shift_taken_back = _watch("shift_taken_back", _to)
swap_asked = _watch("swap_asked", _to)
swap_accepted = _watch("swap_accepted", _to)
swap_refused = _watch("swap_refused", _to)
swap_withdrawn = _watch("swap_withdrawn", _to)
gap_ahead: Event[Community] = Event("watch.gap_ahead", "community", audience=lambda _, facts: facts["people"])
numbers_set: Event[Community] = Event("community.numbers_set", "community")
ladder_set: Event[Community] = Event("community.ladder_set", "community")
ladders_run_out: Event[Community] = Event(
    "community.ladders_run_out", "community", audience=lambda _, facts: facts["people"]
)
hours_set: Event[Community] = Event("community.hours_set", "community")
column_limits_set: Event[Community] = Event("community.column_limits_set", "community")

news_published = _issue("news_published", _told)
news_soon = _issue("news_soon", lambda issue, _: hearers.holder(issue))
news_due = _issue("news_due", lambda issue, _: hearers.holder(issue))
link_issued = _issue("link_issued", lambda *_: [])
link_revoked = _issue("link_revoked", lambda *_: [])
link_rotated = _issue("link_rotated", lambda *_: [])
customer_said = _issue("customer_said", lambda issue, _: [issue.owner_id, *hearers.followers(issue)])
satisfied = _issue("satisfied", lambda issue, _: hearers.holder(issue))
customer_created = _customer("created")
customer_updated = _customer("updated")
customer_archived = _customer("archived")
customer_restored = _customer("restored")
contact_added = _customer("contact_added")
contact_edited = _customer("contact_edited")
contact_removed = _customer("contact_removed")
templates_set: Event[Community] = Event("community.news_templates_set", "community")

task_added = _task("added", lambda task, _: hearers.holder(task.issue))
task_approved = _task("approved", lambda task, _: [task.proposed_by_id])
task_edited = _task_parting("edited", lambda task, _: hearers.of_task(task))
task_moved = _task("moved", lambda *_: [])
task_taken = _task("taken", lambda task, _: hearers.holder(task.issue))
task_started = _task("started", lambda *_: [])
task_finished = _task_parting("finished", lambda task, _: hearers.of_task(task))
task_to_review = _task("to_review", lambda task, _: hearers.of_task(task))
taster_changed = _task_parting("taster_changed", lambda _, facts: [facts["to"].pk])
task_reworked = _task("reworked", lambda task, _: hearers.of_task(task))
task_returned = _task_parting("returned", lambda task, _: hearers.holder(task.issue))
task_cancelled = _task_parting("cancelled", lambda task, facts: [*hearers.of_task(task), *facts["eaters"]])
task_blocked = _task("blocked", lambda task, _: hearers.holder(task.issue))
task_unblocked = _task("unblocked", lambda task, _: hearers.holder(task.issue))
task_split = _task("split", lambda task, _: hearers.of_task(task))
task_asked = _task("asked", lambda _, facts: [facts["to"].pk])
task_reminded = _leftover("reminded", lambda _, facts: [facts["to"].pk])
task_went_back = replace(
    _leftover("went_back", lambda task, facts: [facts["from"].pk, *hearers.holder(task.issue)]), frames=of_task_parting
)
task_raised = _leftover("raised", lambda task, _: hearers.holder(task.issue))
task_discussed: Event[Task] = Event(
    "task.discussed", "task", topics=topics_of_task, audience=lambda task, _: hearers.of_task(task), frames=of_talk
)
extension_asked = _task("extension_asked", lambda task, _: hearers.holder(task.issue))
extension_granted = _task("extension_granted", lambda _, facts: [facts["to"].pk])
extension_refused = _task("extension_refused", lambda _, facts: [facts["to"].pk])

template_kept: Event[Community] = Event("template.kept", "community")
template_changed: Event[Community] = Event("template.changed", "community")
template_archived: Event[Community] = Event("template.archived", "community")
template_back: Event[Community] = Event("template.back", "community")
