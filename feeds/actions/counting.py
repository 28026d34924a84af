"""The counters of a post and a comment: counted anew from the rows, while the post is held."""

from __future__ import annotations

from collections import Counter

from feeds import warmth
from feeds.models import Comment, Post


def recount(post: Post) -> None:
    """Bring comment_count, reaction_counts and warmth in line with the rows; the caller holds the post."""
    said = list(post.comments.filter(deleted_at=None).values_list("created", flat=True))
    felt = list(post.reactions.filter(comment=None).order_by("emoji").values_list("emoji", "created"))
    post.comment_count = len(said)
    post.reaction_counts = dict(Counter(emoji for emoji, _moment in felt))
    post.warmth = warmth.total(
        [
            warmth.term(post.created),
            *(warmth.term(moment, warmth.COMMENT) for moment in said),
            *(warmth.term(moment, warmth.REACTION) for _emoji, moment in felt),
        ]
    )
    post.save(update_fields=["comment_count", "reaction_counts", "warmth"])


def recount_comment(comment: Comment) -> None:
    """Bring reaction_counts of a comment in line with its rows; the caller holds it."""
    comment.reaction_counts = dict(Counter(comment.reactions.order_by("emoji").values_list("emoji", flat=True)))
    comment.save(update_fields=["reaction_counts"])
