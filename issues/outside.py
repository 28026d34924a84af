"""Who sees a potato by a part in it alone: its community is closed to them, so they hear of it on its own stream."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from issues.models import Issue
from issues.models.issues import WITH_PART

MOST = 100


def outsiders(issue_id: int) -> list[int]:
    """The ids of those who have a part in the potato and may not read its community; as a rule nobody."""
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDERS, [issue_id] * 6)
        return [pk for (pk,) in cursor.fetchall()]


def streams_beside(issue_id: int) -> Iterable[str]:
    """Where its outsiders hear of it."""
    return [f"i:{issue_id}"] if outsiders(issue_id) else []


def streams_outside(person_id: int) -> list[str]:
    """The streams of the potatoes that the person sees as an outsider, for his home, his board and his list."""
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDE, [*[person_id] * 6, MOST])
        return [f"i:{pk}" for (pk,) in cursor.fetchall()]


def lost_from(issue: Issue) -> list[str]:
    """The streams whose readers must prove that they may stay when somebody's part in the potato ends."""
    return [issue.stream, *([f"p:{issue.post_id}"] if issue.post_id else [])]


CLOSED = """
NOT (place.kind = 'open' AND who.role <> 'guest')
AND NOT EXISTS (SELECT 1 FROM feeds_membership m WHERE m.community_id = place.id AND m.person_id = who.id)
"""
OUTSIDERS = f"""
SELECT who.id FROM people_person who
JOIN issues_issue issue ON issue.id = %s JOIN feeds_community place ON place.id = issue.community_id
WHERE who.is_active AND {CLOSED} AND who.id IN (
    SELECT owner_id FROM issues_issue WHERE id = %s
    UNION SELECT person_id FROM issues_hunter WHERE issue_id = %s
    UNION SELECT assignee_id FROM issues_task WHERE issue_id = %s AND status IN ('taken', 'doing', 'review')
    UNION SELECT reviewer_id FROM issues_task WHERE issue_id = %s AND status IN ('open', 'taken', 'doing', 'review')
    UNION SELECT offered_to_id FROM issues_handoff WHERE issue_id = %s AND status = 'offered'
)
ORDER BY who.id
"""  # noqa: S608
OUTSIDE = f"""
SELECT issue.id FROM issues_issue issue JOIN feeds_community place ON place.id = issue.community_id
JOIN people_person who ON who.id = %s
WHERE who.is_active AND issue.id IN ({WITH_PART}) AND {CLOSED}
ORDER BY issue.id DESC LIMIT %s
"""  # noqa: S608
