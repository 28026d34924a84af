"""Reading back what happened to a thing."""

from django.db.models import QuerySet

from esn.activity.models import Activity


def of(kind: str, object_id: int) -> QuerySet[Activity]:
    """What happened to the thing of `kind` with this id, oldest first."""
    return Activity.objects.filter(kind=kind, object_id=object_id).order_by("at", "id")
