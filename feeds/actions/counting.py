"""The counters of a post and a comment: counted anew from the rows, while the post is held."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from feeds import warmth
from feeds.models import Comment, Post, Reaction


def recount(post: Post) -> None:
    """Bring comment_count, reaction_counts and warmth in line with the rows; the caller holds the post."""
    said = list(post.comments.filter(deleted_at=None).values_list("created", flat=True))
    felt = post.reactions.filter(comment=None)
    post.comment_count = len(said)
    post.reaction_counts = _by_emoji(felt)
    post.warmth = warmth.total(
        [
            warmth.term(post.created),
            *(warmth.term(moment, warmth.COMMENT) for moment in said),
            *(warmth.term(moment, warmth.REACTION) for moment in felt.values_list("created", flat=True)),
        ]
    )
    post.save(update_fields=["comment_count", "reaction_counts", "warmth"])


def recount_comment(comment: Comment) -> None:
    """Bring reaction_counts of a comment in line with its rows; the caller holds it."""
    comment.reaction_counts = _by_emoji(comment.reactions.all())
    comment.save(update_fields=["reaction_counts"])


def _by_emoji(reactions: QuerySet[Reaction]) -> dict[str, int]:
    return dict(reactions.order_by("emoji").values_list("emoji").annotate(count=Count("pk")))
