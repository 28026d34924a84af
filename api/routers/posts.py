"""Posts, comments and reactions."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request, Text, listing
from api.schemas.feeds import CommentIn, CommentOut, PostIn, PostOut, PostPatch
from esn.lib.errors import Refused
from esn.lib.pages import keyset
from feeds.actions import company
from feeds.actions import posts as acting
from feeds.models import Attachment, Comment, Community, Post
from people.models import Person

routes = Routes("posts")


class Filters(Paging):
    """Which posts: of a community, an author, a tag."""

    community: Text = ""
    author: Text = ""
    tag: Text = ""


def files_of(person: Person, ids: list[int]) -> list[Attachment]:
    """The caller's loose files of these ids. Raises Refused for one that is not."""
    found = list(Attachment.objects.loose(person).filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise Refused(_("One of these files is not yours to attach. Upload it again."), "invalid", "files")
    return found


def place_of(person: Person, slug: str | None) -> Community:
    """The community of this slug that the caller may read; the company's without one. Raises Refused."""
    if slug is None:
        if person.is_guest:
            raise Refused(_("Choose one of your communities."), "invalid", "community")
        return company.ensure_company()
    found = Community.objects.readable_by(person).filter(slug=slug).first()
    if found is None:
        raise Refused(_("There is no such community that you may read."), "invalid", "community")
    return found


def person_named(viewer: Person, handle: str | None, field: str) -> Person | None:
    """The person of this handle that the caller may see. Raises Refused."""
    if handle is None:
        return None
    found = Person.objects.visible_to(viewer).filter(handle=handle).first()
    if found is None:
        raise Refused(_("There is no such person that you may see."), "invalid", field)
    return found


@routes.get("/posts", Listing[PostOut])
def posts(request: Request, filters: Query[Filters]) -> dict[str, Any]:
    """The posts that the caller may see, newest first."""
    rows = Post.objects.visible_to(person_of(request))
    if filters.community:
        rows = rows.filter(community__slug=filters.community)
    if filters.author:
        rows = rows.filter(author__handle=filters.author)
    if filters.tag:
        rows = rows.filter(tags__contains=[filters.tag.lower().removeprefix("#")])
    page = keyset(rows.with_authors(), cursor=filters.cursor, limit=filters.limit)
    return listing(page, PostOut.of)


@routes.post("/posts", PostOut, status=201)
def publish(request: Request, body: PostIn) -> PostOut:
    """Say something."""
    by = person_of(request)
    praised = person_named(by, body.praised, "praised")
    place = place_of(by, body.community)
    post = acting.publish(
        by=by, community=place, body=body.body, kind=body.kind, files=files_of(by, body.files), praised=praised
    )
    return PostOut.of(post)


@routes.get("/posts/{post_id}", PostOut)
def post(request: Request, post_id: int) -> PostOut:
    """One post."""
    return PostOut.of(finding.post(request, post_id))


@routes.patch("/posts/{post_id}", PostOut)
def edit(request: Request, post_id: int, body: PostPatch) -> PostOut:
    """Change its words; what it said before is kept."""
    found = finding.post(request, post_id)
    return PostOut.of(acting.edit(found, by=person_of(request), body=body.body, version=body.version))


@routes.delete("/posts/{post_id}")
def delete(request: Request, post_id: int) -> None:
    """Take it down."""
    acting.delete(finding.post(request, post_id), by=person_of(request))


@routes.get("/posts/{post_id}/comments", Listing[CommentOut])
def comments(request: Request, post_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What was said to it, oldest first."""
    rows = Comment.objects.visible_to(person_of(request)).filter(post=finding.post(request, post_id))
    page = keyset(rows.select_related("author"), cursor=paging.cursor, limit=paging.limit, descending=False)
    return listing(page, CommentOut.of)


@routes.post("/posts/{post_id}/comments", CommentOut, status=201)
def comment(request: Request, post_id: int, body: CommentIn) -> CommentOut:
    """Say something to it."""
    by, found = person_of(request), finding.post(request, post_id)
    parent = _parent(found, body.reply_to)
    files = files_of(by, body.files)
    return CommentOut.of(acting.comment(found, by=by, body=body.body, reply_to=parent, files=files))


def _parent(post: Post, pk: int | None) -> Comment | None:
    if pk is None:
        return None
    found = Comment.objects.filter(post=post, pk=pk, deleted_at=None).select_related("author").first()
    if found is None:
        raise Refused(_("There is no such comment here."), "invalid", "reply_to")
    return found


@routes.put("/posts/{post_id}/reactions/{emoji}", PostOut)
def react(request: Request, post_id: int, emoji: str) -> PostOut:
    """React; twice is once."""
    found = finding.post(request, post_id)
    acting.react(found, by=person_of(request), emoji=emoji)
    return PostOut.of(finding.post(request, post_id))


@routes.delete("/posts/{post_id}/reactions/{emoji}")
def unreact(request: Request, post_id: int, emoji: str) -> None:
    """Take a reaction back."""
    acting.unreact(finding.post(request, post_id), by=person_of(request), emoji=emoji)
