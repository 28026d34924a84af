"""What the templates of a post and of a comment are given, the same on a page and in a live frame."""

from __future__ import annotations

from typing import Any

from feeds.cards import kinds
from feeds.models import Attachment, Comment, Post, PostKind


def neutral(post: Post) -> dict[str, Any]:
    """One item of a stream for whoever looks."""
    files = list(Attachment.objects.filter(post=post, comment=None))
    best = Comment.objects.filter(post=post, is_best=True, deleted_at=None).select_related("author").first()
    return {"post": post, "marks": "", "files": files, "best": best, **card_of(post)}


def card_of(post: Post) -> dict[str, Any]:
    """What the floor above shows in a card post; empty for what a person says."""
    kind = kinds.get(post.card_kind)
    if post.kind != PostKind.CARD or kind is None or post.card_id is None:
        return {}
    return {"card_template": kind.template, **kind.load([post.card_id]).get(post.card_id, {})}


def neutral_comment(comment: Comment) -> dict[str, Any]:
    """One comment for whoever looks; a deleted one without its words."""
    return {"comment": comment, "post": comment.post, "marks": "", "files": list(comment.attachments.all())}
