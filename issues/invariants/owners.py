"""One active owner who may see it, one open toss, one eater; and nothing goes in a circle."""

from __future__ import annotations

from issues.invariants.registry import Invariant, register

_OWNER = """
SELECT 'HP-' || issue.id || ' is held by ' || owner.handle
FROM issues_issue issue JOIN people_person owner ON owner.id = issue.owner_id
WHERE issue.status IN ('flagged', 'caught', 'in_progress', 'waiting') AND (NOT owner.is_active OR owner.is_ghost)
"""
_LAST_CUSTODY = """
SELECT 'HP-' || issue.id || ' is not with who took it last'
FROM issues_issue issue LEFT JOIN LATERAL (
    SELECT person_id FROM issues_custody WHERE issue_id = issue.id ORDER BY id DESC LIMIT 1
) last ON true
WHERE last.person_id IS DISTINCT FROM issue.owner_id
"""
_GUEST = """
SELECT 'HP-' || issue.id || ' is held by the guest ' || owner.handle || ', who is not in ' || community.slug
FROM issues_issue issue JOIN people_person owner ON owner.id = issue.owner_id
JOIN feeds_community community ON community.id = issue.community_id
WHERE issue.status IN ('flagged', 'caught', 'in_progress', 'waiting') AND owner.role = 'guest' AND NOT EXISTS (
    SELECT 1 FROM feeds_membership WHERE person_id = owner.id AND community_id = community.id
)
"""
_HANDOFF = """
SELECT 'HP-' || issue_id || ' is offered ' || count(*) || ' times'
FROM issues_handoff WHERE status = 'offered' GROUP BY issue_id HAVING count(*) > 1
"""
_EATER = """
SELECT 'bite ' || id || ' is ' || status || CASE WHEN assignee_id IS NULL THEN ' by nobody' ELSE ' and has an eater' END
FROM issues_task
WHERE status IN ('taken', 'doing', 'review', 'done') AND assignee_id IS NULL
   OR status IN ('proposed', 'open') AND assignee_id IS NOT NULL
"""
_CIRCLE = """
WITH RECURSIVE reach (start, at) AS (
    SELECT {start}, {end} FROM {table} WHERE {end} IS NOT NULL
    UNION SELECT reach.start, edge.{end} FROM reach JOIN {table} edge ON edge.{start} = reach.at
    WHERE edge.{end} IS NOT NULL
)
SELECT '{what} ' || start || ' leads back to itself' FROM reach WHERE start = at
"""
_SUBSTITUTES = """
WITH RECURSIVE reach (start, at, since, until) AS (
    SELECT person_id, substitute_id, starts_at, ends_at FROM people_absence WHERE substitute_id IS NOT NULL
    UNION SELECT reach.start, away.substitute_id, greatest(since, starts_at), least(until, ends_at)
    FROM reach JOIN people_absence away ON away.person_id = reach.at
    WHERE away.substitute_id IS NOT NULL AND greatest(since, starts_at) < least(until, ends_at)
)
SELECT DISTINCT person.handle || ' stands in for himself'
FROM reach JOIN people_person person ON person.id = start WHERE start = at
"""


def _circle(name: str, **words: str) -> Invariant:
    return Invariant(name, _CIRCLE.format(**words))


register(
    Invariant("every open potato has one active owner", _OWNER),
    Invariant("every owner may see the potato", _GUEST),
    Invariant("the owner is who took the potato last", _LAST_CUSTODY),
    Invariant("at most one open handoff a potato", _HANDOFF),
    Invariant("one eater a bite", _EATER),
    _circle("no cycle of parents", what="bite", table="issues_task", start="id", end="parent_id"),
    _circle("no cycle of dependencies", what="bite", table="issues_taskdependency", start="task_id", end="needs_id"),
    _circle("no cycle of merges", what="HP", table="issues_issue", start="id", end="merged_into_id"),
    Invariant("no cycle of substitutes", _SUBSTITUTES),
)
