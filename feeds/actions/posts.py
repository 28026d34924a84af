"""Saying something in a community: posts, their edits and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.events import Event
from esn.activity.spine import action, record
from esn.lib.errors import Conflict, Forbidden, Refused
from feeds import events, policies, warmth
from feeds.actions.attaching import attach
from feeds.actions.comments import comment, delete_comment, edit_comment, mark_best, restore_comment, unmark_best
from feeds.actions.keeping import bookmark, follow_tag, mark_read, unbookmark, unfollow_tag
from feeds.actions.reactions import react, unreact
from feeds.models import Attachment, Community, Post, PostEdit, PostKind, PostTag
from feeds.writing import Written, write
from people.models import Person

__all__ = [
    "bookmark",
    "comment",
    "delete",
    "delete_comment",
    "edit",
    "edit_comment",
    "follow_tag",
    "mark_best",
    "mark_read",
    "move_post",
    "publish",
    "publish_card",
    "react",
    "restore",
    "restore_comment",
    "unbookmark",
    "unfollow_tag",
    "unmark_best",
    "unreact",
]

WRITTEN = (PostKind.UPDATE, PostKind.QUESTION, PostKind.PRAISE, PostKind.ANNOUNCEMENT)


@action
def publish(
    *,
    by: Person,
    community: Community,
    body: str,
    kind: str = PostKind.UPDATE,
    files: Sequence[Attachment] = (),
    praised: Person | None = None,
) -> Post:
    """Say something there. Praise goes to `praised`, or whom it mentions first; an announcement is a moderator's.

    Raises Forbidden unless `by` may post there; Refused for a body, kind or praise that cannot be.
    """
    if not policies.may_read(by, community):
        raise Forbidden(_("This community is not open to you."))
    policies.check(policies.may_post(by, community), _("Only moderators post in this community."))
    _check_kind(kind, by, community)
    written = write(body)
    praised = _praised(kind, by, praised, written)
    post = _save(
        community, author=by, kind=kind, body=written.body, body_html=written.html, tags=written.tags, praised=praised
    )
    attach(files, post, by=by)
    _record(events.posted, post, by=by, written=written)
    return post


@action
def publish_card(*, by: Person, community: Community, kind: str, object_id: int, at: dt.datetime | None = None) -> Post:
    """Announce a thing of the floor above by its card; at most one post a thing. Its action asked who may."""
    post = _save(community, author=by, kind=PostKind.CARD, card_kind=kind, card_id=object_id, created=at or now())
    record(events.posted, post, by=by, community=community.slug, post_kind=post.kind, card=kind, object=object_id)
    return post


def _save(community: Community, *, created: dt.datetime | None = None, **fields: Any) -> Post:
    created = created or now()
    post = Post.objects.create(
        community=community,
        is_public=community.is_public,
        created=created,
        warmth=warmth.term(created),
        **fields,
    )
    if post.tags:
        _tag(post)
    return post


def _check_kind(kind: str, by: Person, community: Community) -> None:
    if kind not in WRITTEN:
        raise Refused(_("Choose what kind of post it is."), "invalid", "kind")
    if kind == PostKind.ANNOUNCEMENT:
        policies.check(policies.may_moderate(by, community), _("Only moderators make announcements."))


def _praised(kind: str, by: Person, praised: Person | None, written: Written) -> Person | None:
    if kind != PostKind.PRAISE:
        return None
    if praised is None and written.first_mentioned is not None:
        praised = Person.objects.get(pk=written.first_mentioned)
    if praised is None:
        raise Refused(_("Say whom you praise: write @ and a name."), "blank", "praised")
    if praised.pk == by.pk:
        raise Refused(_("Praise goes to somebody else."), "invalid", "praised")
    return praised


def _tag(post: Post) -> None:
    """Bring the rows of the tags in line with the post: none for one that was deleted."""
    PostTag.objects.filter(post=post).delete()
    if post.deleted_at is None:
        PostTag.objects.bulk_create(
            PostTag(tag=tag, created=post.created, post=post, is_public=post.is_public, community_id=post.community_id)
            for tag in post.tags
        )


def _record(event: Event[Post], post: Post, *, by: Person, written: Written) -> None:
    concerned = {*written.mentioned, *([post.praised_id] if post.praised_id else [])} - {by.pk}
    audience = policies.readers_among(post, concerned)
    mentioned = sorted(set(audience).intersection(written.mentioned))
    record(
        event,
        post,
        by=by,
        audience=audience,
        mentioned=mentioned,
        community=post.community.slug,
        post_kind=post.kind,
        praised=post.praised_id,
    )


@action
def edit(post: Post, *, by: Person, body: str, version: int | None = None) -> Post:
    """Change the words; what it said before is kept.

    Raises Forbidden unless `by` wrote it, Conflict `stale_version` or `deleted`, Refused for a body that cannot be.
    """
    post = Post.objects.locked(post)
    policies.check_not_deleted(post)
    policies.check(policies.may_edit(by, post), _("Only its author edits a post."))
    if post.kind == PostKind.CARD:
        raise Conflict(_("A card shows what it stands for, and is changed there."), "card")
    policies.check_version(post, version)
    written = write(body)
    if written.body == post.body:
        return post
    PostEdit.objects.create(post=post, body=post.body, at=now(), by=by)
    post.body, post.body_html, post.tags = written.body, written.html, written.tags
    post.edited_at = now()
    post.version += 1
    post.save(update_fields=["body", "body_html", "tags", "edited_at", "version"])
    _tag(post)
    _record(events.edited, post, by=by, written=written)
    return post


@action
def delete(post: Post, *, by: Person) -> Post:
    """Take it down, softly. Raises Forbidden for anyone but its author and moderators; a card goes with its thing."""
    post = Post.objects.locked(post)
    policies.check_not_deleted(post)
    policies.check(policies.may_delete(by, post), _("Only its author or a moderator deletes a post."))
    if post.kind == PostKind.CARD:
        raise Conflict(_("A card shows what it stands for, and is changed there."), "card")
    post.deleted_at, post.deleted_by = now(), by
    post.save(update_fields=["deleted_at", "deleted_by"])
    _tag(post)
    record(events.deleted, post, by=by, community=post.community.slug)
    return post


@action
def restore(post: Post, *, by: Person) -> Post:
    """Undo a deletion: whoever deleted it. Raises Forbidden for others, Conflict if it is not deleted."""
    post = Post.objects.locked(post)
    if post.deleted_at is None:
        raise Conflict(_("This is not deleted."), "not_deleted")
    policies.check(post.deleted_by_id == by.pk, _("Only whoever deleted it brings it back."))
    policies.check(policies.may_read(by, post.community), _("This community is not open to you."))
    post.deleted_at = post.deleted_by = None
    post.save(update_fields=["deleted_at", "deleted_by"])
    _tag(post)
    record(events.restored, post, by=by, community=post.community.slug)
    return post


@action
def move_post(post: Post, *, by: Person | None, community: Community) -> Post:
    """Carry it to another community, with its comments; the floor above does this when its thing moves."""
    post = Post.objects.locked(post)
    before = post.community
    if before.pk == community.pk:
        return post
    post.community = community
    post.is_public = community.is_public
    post.version += 1
    post.save(update_fields=["community", "is_public", "version"])
    if post.tags:
        _tag(post)
    record(events.moved, post, by=by, before=before, community=community.slug)
    return post
