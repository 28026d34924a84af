"""Commenting on a post: replies go one level deep, and a question has one best answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.events import Event
from esn.activity.spine import action, record
from esn.lib.errors import Conflict, Refused
from feeds import events, policies
from feeds.actions.attaching import attach
from feeds.actions.counting import recount
from feeds.models import Attachment, Comment, Post, PostEdit, PostKind
from feeds.writing import Written, write
from people.models import Person


@action
def comment(
    post: Post, *, by: Person, body: str, reply_to: Comment | None = None, files: Sequence[Attachment] = ()
) -> Comment:
    """Say something to a post; a reply to a reply hangs on the same comment.

    The caller fetched the post through `visible_to`. Raises Conflict for a deleted post, Refused for the body.
    """
    post = Post.objects.locked(post)
    policies.check_not_deleted(post)
    written = write(body)
    comment = Comment.objects.create(
        post=post,
        author=by,
        reply_to=_parent(post, reply_to),
        created=now(),
        body=written.body,
        body_html=written.html,
    )
    attach(files, post, by=by, comment=comment)
    recount(post)
    answered = reply_to.author_id if reply_to else None
    _record(events.commented, comment, by=by, written=written, concerned={*post.concerned, answered})
    return comment


def _parent(post: Post, reply_to: Comment | None) -> Comment | None:
    if reply_to is None:
        return None
    if reply_to.post_id != post.pk:
        raise Refused(_("That comment belongs to another post."), "invalid", "reply_to")
    if reply_to.deleted_at is not None:
        raise Conflict(_("That comment was deleted in the meantime."), "deleted")
    return reply_to.reply_to or reply_to


def _record(
    event: Event[Comment], comment: Comment, *, by: Person, written: Written, concerned: set[int | None]
) -> None:
    people = {person for person in concerned if person is not None} | set(written.mentioned)
    audience = policies.readers_among(comment.post, people - {by.pk})
    record(
        event,
        comment,
        by=by,
        audience=audience,
        mentioned=sorted(set(audience).intersection(written.mentioned)),
        post=comment.post_id,
        community=comment.post.community.slug,
        reply_to=comment.reply_to_id,
    )


@action
def edit_comment(comment: Comment, *, by: Person, body: str, version: int | None = None) -> Comment:
    """Change the words; what it said before is kept. Raises as the edit of a post does."""
    comment = _held(comment)
    policies.check_not_deleted(comment)
    policies.check(policies.may_edit(by, comment), _("Only its author edits a comment."))
    policies.check_version(comment, version)
    written = write(body)
    if written.body == comment.body:
        return comment
    PostEdit.objects.create(post=comment.post, comment=comment, body=comment.body, at=now(), by=by)
    comment.body, comment.body_html, comment.edited_at = written.body, written.html, now()
    comment.version += 1
    comment.save(update_fields=["body", "body_html", "edited_at", "version"])
    _record(events.comment_edited, comment, by=by, written=written, concerned=set())
    return comment


@action
def delete_comment(comment: Comment, *, by: Person) -> Comment:
    """Take it down, softly: its replies stay. Raises Forbidden for anyone but its author and moderators."""
    comment = _held(comment)
    policies.check_not_deleted(comment)
    policies.check(policies.may_delete(by, comment), _("Only its author or a moderator deletes a comment."))
    comment.deleted_at, comment.deleted_by, comment.is_best = now(), by, False
    comment.save(update_fields=["deleted_at", "deleted_by", "is_best"])
    recount(comment.post)
    record(events.comment_deleted, comment, by=by, post=comment.post_id)
    return comment


@action
def restore_comment(comment: Comment, *, by: Person) -> Comment:
    """Undo a deletion: whoever deleted it. Raises Forbidden for others, Conflict if it is not deleted."""
    comment = _held(comment)
    if comment.deleted_at is None:
        raise Conflict(_("This is not deleted."), "not_deleted")
    policies.check(comment.deleted_by_id == by.pk, _("Only whoever deleted it brings it back."))
    comment.deleted_at = comment.deleted_by = None
    comment.save(update_fields=["deleted_at", "deleted_by"])
    recount(comment.post)
    record(events.comment_restored, comment, by=by, post=comment.post_id)
    return comment


@action
def mark_best(comment: Comment, *, by: Person) -> Comment:
    """Call it the best answer: whoever asked, or a moderator. Raises Conflict unless its post is a question."""
    comment = _held(comment)
    _check_may_judge(comment, by)
    before = comment.post.comments.filter(is_best=True).exclude(pk=comment.pk).first()
    comment.post.comments.filter(is_best=True).update(is_best=False)
    if before is not None:
        before.is_best = False
    comment.is_best = True
    comment.save(update_fields=["is_best"])
    audience = [comment.author_id] if comment.author_id != by.pk else []
    record(events.best_marked, comment, by=by, post=comment.post_id, before=before, audience=audience)
    return comment


@action
def unmark_best(comment: Comment, *, by: Person) -> Comment:
    """Take the mark back. Raises as mark_best does."""
    comment = _held(comment)
    _check_may_judge(comment, by)
    comment.is_best = False
    comment.save(update_fields=["is_best"])
    record(events.best_unmarked, comment, by=by, post=comment.post_id)
    return comment


def _check_may_judge(comment: Comment, by: Person) -> None:
    policies.check_not_deleted(comment)
    if comment.post.kind != PostKind.QUESTION:
        raise Conflict(_("Only a question has a best answer."), "not_question")
    asked = comment.post.author_id == by.pk
    allowed = asked or policies.may_moderate(by, comment.post.community)
    policies.check(allowed, _("Whoever asked says which answer is best."))


def _held(comment: Comment) -> Comment:
    """The comment and its post, both held; the post first, as everywhere."""
    post = Post.objects.locked(comment.post)
    comment = Comment.objects.locked(comment)
    comment.post = post
    policies.check_not_deleted(post)
    return comment
