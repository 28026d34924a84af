"""The home stream."""

from typing import Any, Literal

from ninja import Query, Schema

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request
from api.schemas.feeds import PostOut
from api.schemas.issues import IssueOut
from feeds import timeline
from issues.cards import cards_of

routes = Routes("feed")


class FeedQuery(Paging):
    """Newest first, or hot."""

    order: Literal["new", "hot"] = "new"


class FeedItem(Schema):
    """A post, or a potato with the post that announces it."""

    kind: Literal["post", "issue"]
    post: PostOut | None = None
    issue: IssueOut | None = None


@routes.get("/feed", Listing[FeedItem])
def feed(request: Request, query: Query[FeedQuery]) -> dict[str, Any]:
    """What the caller follows."""
    page = timeline.home(person_of(request), cursor=query.cursor, order=query.order, limit=query.limit)
    posts = [item.post for item in page.items]
    cards = cards_of([post.card_id for post in posts if post.card_kind == "issue" and post.card_id])
    items = []
    for post in posts:
        card = cards.get(post.card_id or 0)
        kind: Literal["post", "issue"] = "issue" if card else "post"
        items.append(FeedItem(kind=kind, post=PostOut.of(post), issue=IssueOut.of(card) if card else None))
    return {"items": items, "next": page.next}
