"""Version 1 of the API, put together."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

from api import problems
from api.auth import BrowserAuth, TokenAuth
from api.contract import Contract
from api.routers import (
    around,
    audits,
    board,
    changes,
    comments,
    communities,
    customers,
    eaten,
    events,
    feed,
    files,
    handoffs,
    helping,
    hunting,
    inbox,
    issues,
    ladders,
    me,
    moves,
    news,
    news_templates,
    people,
    posts,
    rules,
    several,
    splitting,
    tasks,
    templates,
    watch,
    wishes,
)

api = Contract(
    title="Potluck",
    version="1",
    urls_namespace="api-1",
    openapi_url="openapi.json",
    docs_url=None,
    auth=[TokenAuth(), BrowserAuth(csrf=True)],
    description="Everything that the pages do, by the same actions. Send `Authorization: Bearer TOKEN`.",
)
problems.register(api)
for module in (
    me, people, communities, feed, posts, files, customers, issues, moves, handoffs, tasks, news, board, events,
    helping, splitting, eaten, inbox, rules, ladders, watch, several, templates, news_templates, audits,
    around, hunting, wishes, comments, changes,
):  # fmt: skip
    api.add_router("", module.routes.router)


@csp_update({"img-src": [SELF, "data:"]})
def docs(request: HttpRequest) -> HttpResponse:
    """The contract to read and to try, for whoever is logged in."""
    return api.docs.render_page(request, api)
