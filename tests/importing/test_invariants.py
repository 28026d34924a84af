"""Every invariant holds after the actions, and finds the one row that raw SQL has spoilt."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from feeds.actions import posts
from issues.actions import eating, handoffs, merging, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.invariants import clocks, counters, histories, ladders, owners
from issues.invariants.histories import MADE_BY, legal_pairs
from issues.invariants.registry import invariants
from issues.lifecycle import MOVES
from issues.models import Issue, Task
from people.actions.absences import start_absence
from people.models import Person
from tests import world as making
from tests.importing.conftest import Run
from tests.world import World

pytestmark = pytest.mark.django_db

LOADED = (owners, histories, counters, clocks, ladders)
SPOILT = {
    "every open potato has one active owner": "UPDATE people_person SET is_active = false WHERE handle = 'carl'",
    "every owner may see the potato": "UPDATE issues_issue SET owner_id ="
    " (SELECT id FROM people_person WHERE handle = 'gus') WHERE id = {potato}",
    "the owner is who took the potato last": "UPDATE issues_issue SET owner_id ="
    " (SELECT id FROM people_person WHERE handle = 'ines') WHERE id = {potato}",
    "at most one open handoff a potato": "DROP INDEX one_open_handoff; INSERT INTO issues_handoff"
    " (issue_id, offered_by_id, offered_to_id, status, reason, answer, offered_at, expires_at)"
    " SELECT issue_id, offered_by_id, offered_to_id, status, reason, answer, offered_at, expires_at"
    " FROM issues_handoff",
    "one eater a bite": "ALTER TABLE issues_task DROP CONSTRAINT task_eater_fits_status;"
    " UPDATE issues_task SET assignee_id = NULL WHERE id = {done}",
    "no cycle of parents": "UPDATE issues_task SET parent_id = {child} WHERE id = {parent}",
    "no cycle of dependencies": "INSERT INTO issues_taskdependency (task_id, needs_id) VALUES"
    " ({parent}, {child}), ({child}, {done}), ({done}, {parent})",
    "no cycle of merges": "ALTER TABLE issues_issue DROP CONSTRAINT issue_merged_somewhere;"
    " UPDATE issues_issue SET merged_into_id = {merged} WHERE id = {potato};"
    " UPDATE issues_issue SET merged_into_id = {potato} WHERE id = {merged}",
    "no cycle of substitutes": "INSERT INTO people_absence (person_id, substitute_id, starts_at, ends_at, note)"
    " SELECT substitute_id, person_id, starts_at, ends_at + interval '1 day', '' FROM people_absence",
    "each status history is a legal path": "INSERT INTO activity_activity"
    " (at, name, kind, object_id, xid, topics, audience, facts, waived, inferred, replayed) VALUES"
    " (now(), 'issue.closed', 'issue', {potato}, '1', '{{}}', '{{}}', '{{}}',"
    " '{{}}', false, false)",
    "activity rows equal state changes": "UPDATE issues_issue SET status = 'caught' WHERE id = {other}",
    "activity rows equal reopenings": "UPDATE issues_issue SET reopen_count = 1 WHERE id = {potato}",
    "counters of bites equal counts": "UPDATE issues_issue SET effort_left = effort_left + 1 WHERE id = {potato}",
    "counters of customers equal counts": "UPDATE issues_issue SET customer_count = 9 WHERE id = {potato}",
    "counters of members equal counts": "DELETE FROM feeds_membership WHERE person_id ="
    " (SELECT id FROM people_person WHERE handle = 'gus')",
    "counters of comments equal counts": "UPDATE feeds_comment SET deleted_at = now()",
    "reactions of each post are counted": "UPDATE feeds_post SET reaction_counts = '{{\"wow\": 3}}' WHERE id = {post}",
    "reactions of each comment are counted": "DELETE FROM feeds_reaction WHERE comment_id IS NOT NULL",
    "heat is at most 5 minutes old": "DELETE FROM activity_tick;"
    " UPDATE issues_issue SET heat_at = now() - interval '6 minutes' WHERE id = {potato}",
    "what is not open is cold": "UPDATE issues_issue SET heat = 50 WHERE id = {merged}",
    "each due row fired once or is pending": "UPDATE activity_duejob SET state = 'failed', error = 'boom'"
    " WHERE id = (SELECT min(id) FROM activity_duejob)",
    "no due row is overdue by more than 60 s": "UPDATE activity_duejob SET due_at = now() - interval '61 seconds'"
    " WHERE id = (SELECT min(id) FROM activity_duejob WHERE state = 'due')",
    "no gap in a stream above its floor": "DELETE FROM live_event WHERE (stream_id, seq) IN"
    " (SELECT stream_id, seq FROM live_event ORDER BY stream_id, seq LIMIT 1)",
    "everything open has a dated next step": "DELETE FROM activity_duejob WHERE kind = 'ladder.step'",
    "a ladder runs only where it belongs": "UPDATE issues_climb SET ladder = 'stagnant' WHERE issue_id = {other}",
    "ladders stand still exactly while a potato waits": "UPDATE issues_climb SET state = 'paused'"
    " WHERE issue_id = {other}",
    "one next step a ladder": "INSERT INTO activity_duejob"
    " (kind, key, due_at, state, attempts, payload, planted_at, error)"
    " SELECT kind, key || '0', due_at, state, attempts, payload, now(), '' FROM activity_duejob"
    " WHERE kind = 'ladder.step' AND state = 'due'",
    "each step once and in its order": "INSERT INTO issues_climbstep"
    " (climb_id, round, lap, position, kind, due_at, at, is_skipped, people)"
    " SELECT id, 1, 0, place, 'notify_watch', now(), now(), false, '[]'"
    " FROM issues_climb, unnest(ARRAY[3, 1]) place WHERE issue_id = {other} ORDER BY place DESC",
    "at most one digest a person and period": "ALTER TABLE digests_digest DROP CONSTRAINT one_digest_a_period;"
    " INSERT INTO digests_digest"
    " (person_id, kind, period, state, since, until, subject, text, html, things, composed_at)"
    " SELECT id, 'daily', '2026-03-02', 'empty', now(), now(), '', '', '', '{{}}', now() FROM people_person,"
    " generate_series(1, 2) WHERE handle = 'rita'",
}


@pytest.fixture
def lived(world: World, potato: Issue) -> dict[str, int]:
    """A company in which a little of everything happened; the ids of what the spoiling speaks of."""
    potatoes.catch(potato, by=world.carl)
    parent, done = tasks.add(potato, by=world.carl, drafts=[TaskDraft(title="Look"), TaskDraft(title="Mend")])
    (child,) = tasks.add(potato, by=world.carl, drafts=[TaskDraft(title="Look closer", parent=parent)])
    tasks.take(done, by=world.ines)
    eating.finish(done, by=world.ines, effort="S")
    merged, other = (making.potato(by=world.rita, title=title) for title in ("Twins", "Another one"))
    merging.merge(merged, by=world.maya, into=potato)
    handoffs.offer(potato, by=world.carl, to=world.ines, reason="You know it")
    post = posts.publish(by=world.rita, community=world.sales, body="Hello")
    comment = posts.comment(post, by=world.carl, body="Hello yourself")
    posts.react(post, by=world.carl, emoji="like")
    posts.react(post, by=world.rita, emoji="thanks", comment=comment)
    away = dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
    start_absence(world.ada, by=world.ada, starts_at=away, ends_at=away + dt.timedelta(days=9), substitute=world.maya)
    things = {
        "potato": potato,
        "merged": merged,
        "other": other,
        "parent": parent,
        "child": child,
        "done": done,
        "post": post,
    }
    return {name: thing.pk for name, thing in things.items()}


def test_they_all_hold_after_the_actions(run: Run, lived: dict[str, int]) -> None:
    ran = run("check_invariants")
    assert ran.failed == "", ran.text
    assert [line.split(None, 1)[1] for line in ran.text.splitlines()] == list(invariants)


def test_each_of_them_is_spoilt_in_these_tests() -> None:
    assert SPOILT.keys() == invariants.keys()


@pytest.mark.parametrize("name", SPOILT)
def test_a_row_spoilt_by_raw_sql_is_found_and_named(run: Run, lived: dict[str, int], name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(SPOILT[name].format(**lived))
    ran = run("check_invariants")
    lines = ran.text.splitlines()
    found = next(number for number, line in enumerate(lines) if line.endswith(f"  {name}"))
    assert not lines[found].startswith("    ok"), ran.text
    assert lines[found + 1].startswith("        "), ran.text
    assert "invariants are broken" in ran.failed


def test_many_offenders_are_counted_and_the_first_are_named(run: Run, lived: dict[str, int]) -> None:
    Task.objects.bulk_create(
        Task(issue_id=making.potato(by=Person.objects.get(handle="rita"), title=f"P{n}").pk, title="x",
             proposed_by_id=Person.objects.get(handle="rita").pk, created=dt.datetime.now(dt.UTC),
             touched_at=dt.datetime.now(dt.UTC))
        for n in range(23)
    )  # fmt: skip
    ran = run("check_invariants")
    assert "    23  counters of bites equal counts" in ran.text
    assert "        and 3 more" in ran.text


def test_the_events_of_a_history_make_exactly_the_legal_moves() -> None:
    made = {(start, end) for starts, ends in MADE_BY.values() for start in starts for end in ends}
    assert made == {(start, end) for start, ends in MOVES.items() for end in ends}
    pairs = legal_pairs()
    assert {"issue.flagged>issue.caught", "issue.resumed>issue.waiting"} <= set(pairs)
    assert not {"issue.flagged>issue.closed", "issue.resumed>issue.resumed", ">issue.caught"} & set(pairs)
