"""The fragments that change on open pages when something happens in feeds: neutral to whoever looks."""

from __future__ import annotations

from functools import partial
from typing import Any

from esn.activity.events import Facts, Frame
from esn.live.models import Stream
from feeds import drawing
from feeds.cards import beside
from feeds.models import Comment, Community, Post
from people.models import Person

MOST_THREADS = 200


def streams(post: Post) -> list[str]:
    """Where the post shows: its community, its thread, its author's public posts, and where a card's outsiders look."""
    public = [f"a:{post.author_id}"] if post.is_public else []
    return [post.community.stream, post.stream, *public, *beside(post.card_kind, post.card_id)]


def _put(post: Post, op: str) -> list[Frame]:
    context = partial(drawing.neutral, post)
    return [
        Frame(stream, op, post.dom_id, "feeds/_post.html", context, author=post.author_id) for stream in streams(post)
    ]


def post_added(post: Post, _facts: Facts) -> list[Frame]:
    """A new card at the top of its streams."""
    return _put(post, "add")


def post_changed(post: Post, _facts: Facts) -> list[Frame]:
    """The card as it reads now."""
    return _put(post, "put")


def post_gone(post: Post, _facts: Facts) -> list[Frame]:
    """The card goes."""
    return [Frame(stream, "del", post.dom_id) for stream in streams(post)]


def post_counts(post: Post, _facts: Facts) -> list[Frame]:
    """The reactions and the number of comments under a card."""
    element, context = f"{post.dom_id}-counts", partial(_post_alone, post)
    return [Frame(stream, "put", element, "feeds/_counts.html", context) for stream in streams(post)]


def post_moved(post: Post, facts: Facts) -> list[Frame]:
    """The card goes from one community to the other; readers of the thread prove that they may stay."""
    before: Community = facts["before"]
    gone = Frame(before.stream, "del", post.dom_id)
    return [gone, Frame(post.stream, "rev", ""), *_put(post, "add")]


def comment_added(comment: Comment, facts: Facts) -> list[Frame]:
    """A new comment in the thread, a new reply in its comment, and the number under the card."""
    op = "add" if comment.reply_to_id is None else "put"
    return [_comment(comment, op), *post_counts(comment.post, facts)]


def comment_changed(comment: Comment, _facts: Facts) -> list[Frame]:
    """The comment as it reads now."""
    return [_comment(comment, "put")]


def comment_gone(comment: Comment, facts: Facts) -> list[Frame]:
    """The comment goes, or its words do where replies hang on it."""
    op = "put" if comment.replies.filter(deleted_at=None).exists() or comment.reply_to_id else "del"
    return [_comment(comment, op), *post_counts(comment.post, facts)]


def comment_counts(comment: Comment, _facts: Facts) -> list[Frame]:
    """The reactions under a comment."""
    element = f"{comment.dom_id}-counts"
    return [Frame(comment.post.stream, "put", element, "feeds/_comment_counts.html", lambda: {"comment": comment})]


def best_changed(comment: Comment, facts: Facts) -> list[Frame]:
    """The best answer, and the one that was it before."""
    before: Comment | None = facts.get("before")
    return [_comment(found, "put") for found in (comment, before) if found is not None]


def _comment(comment: Comment, op: str) -> Frame:
    """A comment in its thread; a reply changes the comment that it hangs on."""
    comment = comment.reply_to or comment
    context = partial(drawing.neutral_comment, comment) if op != "del" else dict
    template = "feeds/_comment.html" if op != "del" else ""
    return Frame(comment.post.stream, op, comment.dom_id, template, context, author=comment.author_id)


def _post_alone(post: Post) -> dict[str, Any]:
    return {"post": post}


def community_changed(community: Community, _facts: Facts) -> list[Frame]:
    """Name, description and numbers at the head of the community's page."""
    return [_head(community)]


def _head(community: Community) -> Frame:
    return Frame(
        community.stream, "put", "community-facts", "feeds/_community_facts.html", lambda: {"community": community}
    )


def rights_changed(_community: Community, facts: Facts) -> list[Frame]:
    """The person's sockets look again at what they may read."""
    person: Person = facts["person"]
    return [Frame(person.stream, "auth", "")]


def member_came(community: Community, facts: Facts) -> list[Frame]:
    """One more member, whose streams grow."""
    return [_head(community), *rights_changed(community, facts)]


def member_went(community: Community, facts: Facts) -> list[Frame]:
    """One member less; what is not open is closed to that person in the very order of the streams."""
    person: Person = facts["person"]
    still_reads = community.is_open and not person.is_guest
    revoked = [] if still_reads else [Frame(key, "rev", "", reader=person.pk) for key in _private_streams(community)]
    return [_head(community), *revoked, *rights_changed(community, facts)]


def everybody_proves_himself(community: Community, _facts: Facts) -> list[Frame]:
    """The community closed: whoever listens keeps its streams only as a member."""
    return [Frame(key, "rev", "") for key in _private_streams(community)]


def _private_streams(community: Community) -> list[str]:
    """Its stream, its board, and the threads of its newest posts; older threads fall to the person's own stream."""
    newest = Post.objects.filter(community=community).order_by("-created", "-id").values_list("pk", flat=True)
    threads = [f"p:{pk}" for pk in newest[:MOST_THREADS]]
    heard = Stream.objects.filter(key__in=threads).values_list("key", flat=True)
    return [community.stream, community.board_stream, *heard]
