"""The pass that writes down how many potatoes are open, by community and temperature, for the day's figures."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from esn.activity.due import every
from issues.heat import FLOORS

HOUR = 3600
_COUNT = """
INSERT INTO issues_bandcount (day, community_id, floor, count)
SELECT %s, place.id, band.floor, count(one.id)
FROM feeds_community place CROSS JOIN unnest(%s::int[], %s::int[]) AS band(floor, top)
LEFT JOIN issues_issue one ON one.community_id = place.id AND one.heat BETWEEN band.floor AND band.top
    AND one.status IN ('flagged', 'caught', 'in_progress', 'waiting')
GROUP BY place.id, band.floor
ON CONFLICT (day, community_id, floor) DO UPDATE SET count = excluded.count
"""


@every(HOUR, "issues.counts")
def count_open() -> int:
    """Count what is open now for today (UTC); the last count of a day is the one that stays."""
    floors = list(FLOORS)
    tops = [100, *(floor - 1 for floor in floors)][: len(floors)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, [dt.datetime.now(dt.UTC).date(), floors, tops])
        return cursor.rowcount
