"""Comments of posts, bites and potatoes: read one, changed, taken down, judged best, reacted to."""

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.feeds import CommentOut, PostPatch
from feeds.actions import posts as acting

routes = Routes("posts")


@routes.get("/comments/{comment_id}", CommentOut)
def comment(request: Request, comment_id: int) -> CommentOut:
    """One comment."""
    return CommentOut.of(finding.comment(request, comment_id))


@routes.patch("/comments/{comment_id}", CommentOut)
def edit(request: Request, comment_id: int, body: PostPatch) -> CommentOut:
    """Change its words; what it said before is kept."""
    found = finding.comment(request, comment_id)
    return CommentOut.of(acting.edit_comment(found, by=person_of(request), body=body.body, version=body.version))


@routes.delete("/comments/{comment_id}")
def delete(request: Request, comment_id: int) -> None:
    """Take it down."""
    acting.delete_comment(finding.comment(request, comment_id), by=person_of(request))


@routes.put("/comments/{comment_id}/best", CommentOut)
def mark_best(request: Request, comment_id: int) -> CommentOut:
    """Say that it answers the question best; who asked and moderators may."""
    acting.mark_best(finding.comment(request, comment_id), by=person_of(request))
    return comment(request, comment_id)


@routes.delete("/comments/{comment_id}/best")
def unmark_best(request: Request, comment_id: int) -> None:
    """Take that back."""
    acting.unmark_best(finding.comment(request, comment_id), by=person_of(request))


@routes.put("/comments/{comment_id}/reactions/{emoji}", CommentOut)
def react(request: Request, comment_id: int, emoji: str) -> CommentOut:
    """React; twice is once."""
    found = finding.comment(request, comment_id)
    acting.react(found.post, by=person_of(request), emoji=emoji, comment=found)
    return comment(request, comment_id)


@routes.delete("/comments/{comment_id}/reactions/{emoji}")
def unreact(request: Request, comment_id: int, emoji: str) -> None:
    """Take a reaction back."""
    found = finding.comment(request, comment_id)
    acting.unreact(found.post, by=person_of(request), emoji=emoji, comment=found)
