"""Where a column holds more than its community wants: by how much, whatever the board is narrowed to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from feeds.models import Community
from issues.models import ColumnLimit, Issue
from people.models import Person


@dataclass(frozen=True)
class Limit:
    """A community's limit of one column, and how many potatoes it holds now."""

    slug: str
    name: str
    most: int
    count: int

    @property
    def is_over(self) -> bool:
        """Whether the board warns."""
        return self.count > self.most


def limits(person: Person, community: str = "") -> Mapping[str, list[Limit]]:
    """By state, the limits of the communities that the person may read, or of the one with this slug; two queries."""
    places = Community.objects.readable_by(person)
    places = places.filter(slug=community) if community else places
    rows = list(
        ColumnLimit.objects.filter(community__in=places).select_related("community").order_by("community__name")
    )
    if not rows:
        return {}
    held = Issue.objects.open().filter(community__in={row.community_id for row in rows}).order_by()
    counted = {
        (row["community_id"], row["status"]): row["count"]
        for row in held.values("community_id", "status").annotate(count=Count("pk"))
    }
    found: dict[str, list[Limit]] = defaultdict(list)
    for row in rows:
        count = counted.get((row.community_id, row.status), 0)
        found[row.status].append(Limit(row.community.slug, row.community.name, row.most, count))
    return found
