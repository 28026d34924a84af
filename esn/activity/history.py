"""Reading back what happened: to a thing, or to all of them in the order of their commits."""

from django.db.models import QuerySet

from esn.activity.models import Activity

_AFTER = """
SELECT * FROM activity_activity
WHERE (xid, id) > (%s::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot()) AND NOT replayed
ORDER BY activity_activity.xid, id LIMIT %s
"""


def of(kind: str, object_id: int) -> QuerySet[Activity]:
    """What happened to the thing of `kind` with this id, oldest first."""
    return Activity.objects.filter(kind=kind, object_id=object_id).order_by("at", "id")


def after(xid: int, last_id: int, *, most: int) -> list[Activity]:
    """At most so many rows after that place, in commit order; none that a transaction still running could precede.

    What an import replayed is left out: it happened long ago.
    """
    return list(Activity.objects.raw(_AFTER, [str(xid), last_id, most]))
