"""What was changed of how a community works: its hours, numbers, ladders, watch, limits and templates."""

from typing import Any

from ninja import Query

from api import finding
from api.routers.issues import HistoryItem, happened
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request, listing
from esn.activity import history
from esn.lib.pages import keyset
from issues import events
from issues.reading.watch import NAMED as WATCH
from people.models import Person

routes = Routes("communities")
NAMES = (
    *WATCH, events.hours_set.name, events.numbers_set.name, events.ladder_set.name, events.column_limits_set.name,
    events.templates_set.name, events.template_kept.name, events.template_changed.name, events.template_archived.name,
    events.template_back.name,
)  # fmt: skip


@routes.get("/communities/{slug}/changes", Listing[HistoryItem])
def changes(request: Request, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """Who changed what of how it works, the latest first, for whoever may read it."""
    rows = history.of("community", finding.readable(request, slug).pk).filter(name__in=NAMES)
    page = keyset(rows, fields=("at", "id"), cursor=paging.cursor, limit=paging.limit)
    actors = Person.objects.in_bulk({row.actor_id for row in page.items if row.actor_id})
    return listing(page, lambda row: happened(row, actors, row.facts))
