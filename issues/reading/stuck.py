"""Where it is stuck: by community, what nobody touched, whose news is late, what went round."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from esn.activity.clock import now
from issues.lateness import is_late
from issues.reading.insights import seen_by
from people.models import Person

MOST_PLACES = 12


@dataclass(frozen=True)
class Place:
    """A community's open potatoes, and how many of them are stuck in which way."""

    slug: str
    name: str
    open: int
    untouched: int
    late: int
    bounced: int


def places(person: Person, *, community: str = "") -> list[Place]:
    """The communities with the most open potatoes that the person may see; untouched as long as each says."""
    rows = (
        seen_by(person, community)
        .open()
        .order_by()
        .values("community__slug", "community__name")
        .annotate(
            open=Count("pk"),
            untouched=Count("pk", filter=Q(heat_terms__stagnation__gte=1) & ~Q(status="waiting")),
            late=Count("pk", filter=is_late(now())),
            bounced=Count("pk", filter=Q(bounces__gte=2)),
        )
        .order_by("-open", "community__name")[:MOST_PLACES]
    )
    return [
        Place(
            row["community__slug"],
            row["community__name"],
            *(row[key] for key in ("open", "untouched", "late", "bounced")),
        )
        for row in rows
    ]
