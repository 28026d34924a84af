"""Every stored counter equals the count of the rows it counts."""

from __future__ import annotations

from issues.invariants.registry import Invariant, register
from issues.lifecycle import MINUTES

_SIZES = ", ".join(f"('{size}', {minutes})" for size, minutes in MINUTES.items())
_BITES = f"""
WITH size (name, minutes) AS (VALUES {_SIZES}), counted AS (
    SELECT issue_id,
        count(*) AS total,
        count(*) FILTER (WHERE status = 'done') AS done,
        count(*) FILTER (WHERE status IN ('taken', 'doing', 'review')) AS taken,
        count(*) FILTER (WHERE status <> 'done') AS live,
        sum(minutes) FILTER (WHERE status <> 'done') AS still,
        sum(minutes) AS whole
    FROM issues_task JOIN size ON size.name = issues_task.size WHERE status <> 'cancelled' GROUP BY issue_id
)
SELECT 'HP-' || issue.id || ' counts its bites wrongly'
FROM issues_issue issue LEFT JOIN counted ON counted.issue_id = issue.id
WHERE (task_total, task_done, task_taken, task_live, effort_left, effort_total) IS DISTINCT FROM (
    coalesce(total, 0)::int, coalesce(done, 0)::int, coalesce(taken, 0)::int, coalesce(live, 0)::int,
    coalesce(still, 0)::int, coalesce(whole, 0)::int
)
"""  # noqa: S608 nothing of it comes from outside
_CUSTOMERS = """
SELECT 'HP-' || issue.id || ' counts ' || customer_count || ' customers of ' || coalesce(hit, 0)
FROM issues_issue issue LEFT JOIN (
    SELECT issue_id, count(DISTINCT customer_id) AS hit FROM issues_hunter GROUP BY issue_id
) counted ON counted.issue_id = issue.id
WHERE issue.status <> 'merged' AND customer_count <> coalesce(hit, 0)
"""
_MEMBERS = """
SELECT slug || ' counts ' || member_count || ' members of ' || coalesce(members, 0)
FROM feeds_community community LEFT JOIN (
    SELECT community_id, count(*) AS members FROM feeds_membership GROUP BY community_id
) counted ON counted.community_id = community.id
WHERE member_count <> coalesce(members, 0)
"""
_COMMENTS = """
SELECT 'post ' || post.id || ' counts ' || comment_count || ' comments of ' || coalesce(said, 0)
FROM feeds_post post LEFT JOIN (
    SELECT post_id, count(*) AS said FROM feeds_comment WHERE deleted_at IS NULL GROUP BY post_id
) counted ON counted.post_id = post.id
WHERE comment_count <> coalesce(said, 0)
"""
_REACTIONS = """
SELECT '{what} ' || thing.id || ' counts its reactions wrongly'
FROM {table} thing LEFT JOIN (
    SELECT id, jsonb_object_agg(emoji, times) AS felt FROM (
        SELECT {column} AS id, emoji, count(*) AS times FROM feeds_reaction WHERE {condition} GROUP BY 1, 2
    ) each GROUP BY id
) counted ON counted.id = thing.id
WHERE reaction_counts <> coalesce(felt, '{{}}')
"""


def _reactions(what: str, column: str, condition: str) -> Invariant:
    query = _REACTIONS.format(what=what, table=f"feeds_{what}", column=column, condition=condition)
    return Invariant(f"reactions of each {what} are counted", query)


register(
    Invariant("counters of bites equal counts", _BITES),
    Invariant("counters of customers equal counts", _CUSTOMERS),
    Invariant("counters of members equal counts", _MEMBERS),
    Invariant("counters of comments equal counts", _COMMENTS),
    _reactions("post", "post_id", "comment_id IS NULL"),
    _reactions("comment", "comment_id", "comment_id IS NOT NULL"),
)
