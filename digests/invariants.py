"""What must be true of digests at any moment."""

from __future__ import annotations

from issues.invariants.registry import Invariant, register

_TWICE = """
SELECT person.handle || ' has ' || count(*) || ' ' || kind || ' digests for ' || period
FROM digests_digest JOIN people_person person ON person.id = person_id
GROUP BY person.handle, kind, period HAVING count(*) > 1
"""

register(Invariant("at most one digest a person and period", _TWICE))
