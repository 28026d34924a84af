"""What hangs on time: heat, due jobs, streams without a hole."""

from __future__ import annotations

from issues.invariants.registry import Invariant, register

_HEAT = """
SELECT 'HP-' || id || ' was last warmed at ' || to_char(heat_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
FROM issues_issue
WHERE status IN ('flagged', 'caught', 'in_progress', 'waiting')
  AND greatest(heat_at, (SELECT at FROM activity_tick WHERE name = 'issues.heat')) < now() - interval '5 minutes'
"""
_COLD = """
SELECT 'HP-' || id || ' is ' || status || ' and has a heat of ' || heat
FROM issues_issue WHERE status NOT IN ('flagged', 'caught', 'in_progress', 'waiting') AND heat <> 0
"""
_FIRED = """
SELECT 'job ' || id || ' (' || kind || ') is ' || state || coalesce(': ' || nullif(error, ''), '')
FROM activity_duejob
WHERE state = 'failed' OR (state = 'done') <> (done_at IS NOT NULL AND state NOT IN ('cancelled', 'failed'))
UNION ALL
SELECT 'key ' || key || ' is due ' || count(*) || ' times'
FROM activity_duejob WHERE state = 'due' GROUP BY key HAVING count(*) > 1
"""
_OVERDUE = """
SELECT 'job ' || id || ' (' || kind || ') was due at ' || to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
FROM activity_duejob
WHERE state = 'due' AND due_at < now() - interval '60 seconds'
   OR state = 'running' AND lease_until < now() - interval '60 seconds'
"""
_GAPS = """
SELECT 'stream ' || key || ' has ' || coalesce(told, 0) || ' frames instead of ' || stream.seq - stream.floor
FROM live_stream stream LEFT JOIN LATERAL (
    SELECT count(*) AS told FROM live_event
    WHERE stream_id = stream.id AND seq > stream.floor AND seq <= stream.seq
) counted ON true
WHERE coalesce(told, 0) <> stream.seq - stream.floor
UNION ALL
SELECT 'stream ' || key || ' carries frame ' || event.seq || ' before it was counted'
FROM live_event event JOIN live_stream stream ON stream.id = event.stream_id WHERE event.seq > stream.seq
"""

register(
    Invariant("heat is at most 5 minutes old", _HEAT),
    Invariant("what is not open is cold", _COLD),
    Invariant("each due row fired once or is pending", _FIRED),
    Invariant("no due row is overdue by more than 60 s", _OVERDUE),
    Invariant("no gap in a stream above its floor", _GAPS),
)
