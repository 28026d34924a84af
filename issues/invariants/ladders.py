"""Nothing open is without a dated next step; a ladder runs only where it belongs, and each of its steps once."""

from __future__ import annotations

from issues.auditing import LACKING
from issues.invariants.registry import Invariant, register

_LACKING = f"""
SELECT 'HP-' || id || ' has nothing dated before it: ' || ladder FROM ({LACKING}) AS lacking (id, ladder)
"""  # noqa: S608 nothing of it comes from outside
_ELSEWHERE = """
SELECT 'HP-' || issue.id || ' is ' || issue.status || ' and still on its ladder ' || climb.ladder
FROM issues_climb climb JOIN issues_issue issue ON issue.id = climb.issue_id
WHERE climb.state <> 'over' AND issue.status <> ALL(
    CASE climb.ladder WHEN 'uncaught' THEN ARRAY['flagged'] ELSE ARRAY['caught', 'in_progress', 'waiting'] END
)
"""
_PAUSED = """
SELECT 'HP-' || issue.id || ' is ' || issue.status || ' and its ladder ' || climb.ladder || ' is ' || climb.state
FROM issues_climb climb JOIN issues_issue issue ON issue.id = climb.issue_id
WHERE climb.state <> 'over' AND (climb.state = 'paused') <> (issue.status = 'waiting')
"""
_TWICE = """
SELECT 'climb ' || climb_id || ' was planted ' || count(*) || ' times' FROM (
    SELECT split_part(key, ':', 2) AS climb_id FROM activity_duejob WHERE kind = 'ladder.step' AND state = 'due'
) planted GROUP BY climb_id HAVING count(*) > 1
"""
_OUT_OF_ORDER = """
SELECT 'climb ' || climb_id || ' did ' || kind || ' at ' || lap || '.' || position || ' after a later step' FROM (
    SELECT climb_id, kind, lap, position,
        lag((lap, position)) OVER (PARTITION BY climb_id, round ORDER BY id) >= (lap, position) AS is_late
    FROM issues_climbstep
) step WHERE is_late
"""

register(
    Invariant("everything open has a dated next step", _LACKING),
    Invariant("a ladder runs only where it belongs", _ELSEWHERE),
    Invariant("ladders stand still exactly while a potato waits", _PAUSED),
    Invariant("one next step a ladder", _TWICE),
    Invariant("each step once and in its order", _OUT_OF_ORDER),
)
