"""Reacting to a post or a comment with one of six emoji; twice is once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Refused
from feeds import events, policies
from feeds.actions.counting import recount, recount_comment
from feeds.models import Comment, Post, Reaction
from feeds.models.reactions import EMOJI
from people.models import Person


@action
def react(post: Post, *, by: Person, emoji: str, comment: Comment | None = None) -> Post | Comment:
    """React to the post, or to that comment of it. Raises Refused for an unknown emoji, Conflict if deleted."""
    post, comment = _held(post, comment)
    _check_emoji(emoji)
    _made, is_new = Reaction.objects.get_or_create(
        post=post, comment=comment, person=by, emoji=emoji, defaults={"created": now()}
    )
    if is_new:
        _tell(post, comment, by=by, emoji=emoji, came=True)
    return comment or post


@action
def unreact(post: Post, *, by: Person, emoji: str, comment: Comment | None = None) -> Post | Comment:
    """Take a reaction back; none is none. Raises Refused for an unknown emoji."""
    post, comment = _held(post, comment)
    _check_emoji(emoji)
    gone, _rows = Reaction.objects.filter(post=post, comment=comment, person=by, emoji=emoji).delete()
    if gone:
        _tell(post, comment, by=by, emoji=emoji, came=False)
    return comment or post


def _tell(post: Post, comment: Comment | None, *, by: Person, emoji: str, came: bool) -> None:
    if comment is not None:
        recount_comment(comment)
        of_comment = events.comment_reacted if came else events.comment_unreacted
        told = [comment.author_id] if comment.author_id != by.pk else []
        record(of_comment, comment, by=by, emoji=emoji, post=post.pk, audience=told)
        return
    recount(post)
    of_post = events.reacted if came else events.unreacted
    record(of_post, post, by=by, emoji=emoji, audience=sorted(post.concerned - {by.pk}))


def _held(post: Post, comment: Comment | None) -> tuple[Post, Comment | None]:
    """The post, and the comment, held in this order; neither deleted."""
    post = Post.objects.locked(post)
    policies.check_not_deleted(post)
    if comment is None:
        return post, None
    if comment.post_id != post.pk:
        raise Refused(_("That comment belongs to another post."), "invalid", "comment")
    comment = Comment.objects.locked(comment)
    comment.post = post
    policies.check_not_deleted(comment)
    return post, comment


def _check_emoji(emoji: str) -> None:
    if emoji not in EMOJI:
        raise Refused(_("This reaction is not known."), "unknown_emoji", "emoji")
