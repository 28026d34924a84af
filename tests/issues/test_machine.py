"""Anybody does anything to a few potatoes, in any order: after each step nothing is dropped, doubled or miscounted."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.activity.models import DueJob
from esn.lib.errors import Refusal
from feeds.actions import communities, memberships
from feeds.models import Community
from issues.actions import customers, eating, handoffs, joining, merging, potatoes, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.invariants import counters, histories, ladders, owners  # noqa: F401 they register their lines
from issues.invariants.registry import invariants
from issues.lifecycle import MOVES, Status
from issues.models import Handoff, Issue, Task
from people.actions import absences, people
from people.models import Absence, Person
from tests import world as making

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WHO = st.sampled_from(("rita", "carl", "maya", "ines", "gus", "ada"))
ANY = st.integers(0, 5)
PLACE = st.sampled_from(("company", "sales", "lab", "board_room"))
STEPS = 100
HELD = (
    "every open potato has one active owner",
    "every owner may see the potato",
    "the owner is who took the potato last",
    "at most one open handoff a potato",
    "one eater a bite",
    "no cycle of merges",
    "no cycle of substitutes",
    "counters of bites equal counts",
    "counters of customers equal counts",
    "each status history is a legal path",
    "activity rows equal state changes",
    "activity rows equal reopenings",
    "everything open has a dated next step",
    "a ladder runs only where it belongs",
    "ladders stand still exactly while a potato waits",
    "one next step a ladder",
    "each step once and in its order",
)
BROKEN = " UNION ALL ".join(
    f"SELECT '{name}', offender FROM ({invariants[name].query}) AS found (offender)" for name in HELD
)
WORDS = {word: value for name in HELD for word, value in invariants[name].words().items()}
STRAY = """
SELECT 'HP-' || id FROM issues_issue WHERE
    status NOT IN ('flagged', 'caught', 'in_progress', 'waiting')
        AND EXISTS (SELECT 1 FROM issues_handoff WHERE issue_id = issues_issue.id AND status = 'offered')
    OR status = 'in_progress' AND task_taken = 0 AND task_done = 0
"""
OPERATIONS = int(os.environ.get("ESN_OPERATIONS", "240"))
SHARES = 4
HOUSE = settings(
    max_examples=10,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # to make a hundred steps fewer takes longer than to read them
    suppress_health_check=list(HealthCheck),
)


class Kitchen(RuleBasedStateMachine):
    """Six people and whatever they flag; a refusal is a fine answer, anything else is a bug. `steps` counts them."""

    steps = 0

    @initialize()
    def open_doors(self) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        self.time = START
        self.world = making.company_again()
        self.customer = making.customer(by=self.world.rita)
        self.states: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def person(self, handle: str) -> Person:
        return Person.objects.get(handle=handle)

    def do(self, move: Callable[..., Any], *args: Any, **said: Any) -> None:
        self.time += dt.timedelta(minutes=7)
        with suppress(Refusal), at(self.time):
            move(*args, **said)

    def pick(self, model: type[Any], number: int) -> Any:
        rows = list(model.objects.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(who=WHO, with_customer=st.booleans())
    def flag(self, who: str, with_customer: bool) -> None:
        customer = self.customer if with_customer else None
        self.do(potatoes.flag, potatoes.Flag(title="Hot", customer=customer), by=self.person(who))

    @rule(who=WHO, n=ANY, move=st.sampled_from(("catch", "discard", "appeal", "accept_appeal", "allow_hunter")))
    def move_issue(self, who: str, n: int, move: str) -> None:
        if issue := self.pick(Issue, n):
            said = {} if move in ("catch", "accept_appeal") else {"reason": "because"}
            self.do(getattr(potatoes, move), issue, by=self.person(who), **said)

    @rule(who=WHO, to=WHO, n=ANY, how=st.sampled_from((handoffs.offer, handoffs.assign)))
    def toss(self, who: str, to: str, n: int, how: Callable[..., Any]) -> None:
        if issue := self.pick(Issue, n):
            self.do(how, issue, by=self.person(who), to=self.person(to), reason="because")

    @rule(n=ANY, how=st.sampled_from((handoffs.accept, handoffs.refuse, handoffs.withdraw)))
    def answer(self, n: int, how: Callable[..., Any]) -> None:
        if handoff := self.pick(Handoff, n):
            by = handoff.offered_by if how is handoffs.withdraw else handoff.offered_to
            self.do(how, handoff, by=by)

    @rule(who=WHO, n=ANY, size=st.sampled_from(("XS", "L")))
    def cut(self, who: str, n: int, size: str) -> None:
        if issue := self.pick(Issue, n):
            self.do(tasks.add, issue, by=self.person(who), drafts=[TaskDraft("Bite", size=size)])

    @rule(who=WHO, n=ANY, how=st.sampled_from((tasks.take, tasks.approve, tasks.cancel, tasks.give_back)))
    def handle(self, who: str, n: int, how: Callable[..., Any]) -> None:
        if task := self.pick(Task, n):
            self.do(how, task, by=self.person(who))

    @rule(n=ANY)
    def eat(self, n: int) -> None:
        task = self.pick(Task, n)
        if task and task.assignee:
            self.do(eating.start, task, by=task.assignee)
            self.do(eating.finish, task, by=task.assignee, effort="S")

    @rule(n=ANY)
    def tell(self, n: int) -> None:
        if issue := self.pick(Issue, n):
            self.do(customers.publish_news, issue, by=issue.owner, body="News")

    @rule(n=ANY, days=st.integers(-1, 40))
    def pause(self, n: int, days: int) -> None:
        if issue := self.pick(Issue, n):
            until = self.time + dt.timedelta(days=days)
            self.do(waiting.wait, issue, by=issue.owner, waiting_for="date", until=until, reason="because")

    @rule(n=ANY, how=st.sampled_from((waiting.resume, resolving.resolve, resolving.close, resolving.reopen)))
    def end(self, n: int, how: Callable[..., Any]) -> None:
        if issue := self.pick(Issue, n):
            by = self.person("maya") if how is resolving.close else issue.owner
            said = {"effort": "S", "recipe": resolving.Recipe("a", "b", "c")} if how is resolving.resolve else {}
            self.do(how, issue, by=by, **said)

    @rule(n=ANY, m=ANY)
    def merge(self, n: int, m: int) -> None:
        issue, into = self.pick(Issue, n), self.pick(Issue, m)
        if issue and into:
            self.do(merging.merge, issue, by=issue.owner, into=into)

    @rule(n=ANY)
    def unmerge(self, n: int) -> None:
        if issue := self.pick(Issue, n):
            self.do(merging.undo_merge, issue, by=self.person("maya"))

    @rule(n=ANY, place=PLACE)
    def carry(self, n: int, place: str) -> None:
        if issue := self.pick(Issue, n):
            self.do(joining.move, issue, by=issue.owner, community=getattr(self.world, place))

    @rule(who=WHO, stands_in=st.one_of(st.none(), WHO), later=st.integers(0, 9), hours=st.integers(1, 50))
    def go_away(self, who: str, stands_in: str | None, later: int, hours: int) -> None:
        starts_at = self.time + dt.timedelta(hours=later)
        ends_at = starts_at + dt.timedelta(hours=hours)
        person, substitute = self.person(who), self.person(stands_in) if stands_in else None
        self.do(absences.start_absence, person, by=person, starts_at=starts_at, ends_at=ends_at, substitute=substitute)

    @rule(who=WHO, place=PLACE, how=st.sampled_from((memberships.join, memberships.leave, "remove", "add")))
    def come_and_go(self, who: str, place: str, how: Any) -> None:
        community, person = getattr(self.world, place), self.person(who)
        if how == "remove":
            self.do(memberships.remove_member, community, by=self.person("maya"), person=person)
        elif how == "add":
            self.do(memberships.add_member, community, by=self.person("maya"), person=person)
        else:
            self.do(how, community, by=person)

    @rule(place=PLACE, kind=st.sampled_from(("open", "closed", "secret")))
    def close_doors(self, place: str, kind: str) -> None:
        community = Community.objects.get(pk=getattr(self.world, place).pk)
        self.do(communities.update_community, community, by=self.person("maya"), kind=kind)

    @rule(hours=st.integers(1, 200))
    def let_time_pass(self, hours: int) -> None:
        """Nobody moves: absences begin, ladders are climbed, offers end, what waits wakes up."""
        until = self.time + dt.timedelta(hours=hours)
        while due := DueJob.objects.filter(state="due", due_at__lte=until).order_by("due_at").first():
            self.time = max(self.time, due.due_at)
            with at(self.time):
                run_due(at=self.time)
        self.time = until

    @rule(n=ANY)
    def come_back(self, n: int) -> None:
        if absence := self.pick(Absence, n):
            self.do(absences.end_absence, absence, by=absence.person)

    @rule(who=WHO, how=st.sampled_from((people.deactivate, people.reactivate)))
    def hire_or_fire(self, who: str, how: Callable[..., Any]) -> None:
        self.do(how, self.person(who), by=self.person("ada"))

    @invariant()
    def nothing_is_dropped_doubled_or_miscounted(self) -> None:
        type(self).steps += 1
        with connection.cursor() as cursor:
            cursor.execute(BROKEN, WORDS)
            assert cursor.fetchall() == []
            cursor.execute(STRAY)
            assert cursor.fetchall() == []
        assert not DueJob.objects.filter(state="failed").exists()
        now = dict(Issue.objects.values_list("pk", "status"))
        for pk, status in now.items():
            before = self.states.get(pk)
            assert before in (None, status) or reachable(before, status)
        self.states = now


def reachable(before: str, after: str) -> bool:
    """Whether a step may lead there: one legal move, or two where the second follows by itself."""
    return any(after == to or after in MOVES[to] for to in MOVES[Status(before)])


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_anybody_does_drops_a_potato(share: int) -> None:
    done, number = 0, share
    while done < OPERATIONS // SHARES:  # some runs end early
        kitchen: type[Kitchen] = seed(number)(type(f"Kitchen{number}", (Kitchen,), {}))
        run_state_machine_as_test(kitchen, settings=HOUSE)
        done, number = done + kitchen.steps, number + SHARES
