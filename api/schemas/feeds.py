"""Posts, comments and files as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from ninja import Schema

from api.schemas.common import Body, PersonRef, Text, maybe
from feeds.models import Attachment, Comment, Post


class FileOut(Schema):
    """A file that was uploaded."""

    id: int
    name: str
    size: int
    type: str
    url: str

    @classmethod
    def of(cls, file: Attachment) -> FileOut:
        """The file."""
        return cls(id=file.pk, name=file.name, size=file.size, type=file.media_type, url=file.get_absolute_url())


class PostOut(Schema):
    """A post; `card` says what it announces, if it does."""

    id: int
    kind: str
    community: str
    author: PersonRef
    body: str
    body_html: str
    tags: list[str]
    praised: PersonRef | None
    card: dict[str, Any] | None
    reactions: dict[str, int]
    comment_count: int
    created: dt.datetime
    edited_at: dt.datetime | None
    version: int

    @classmethod
    def of(cls, post: Post) -> PostOut:
        """The post; author, community and praised should be loaded."""
        return cls(
            id=post.pk,
            kind=post.kind,
            community=post.community.slug,
            author=PersonRef.of(post.author),
            body=post.body,
            body_html=post.body_html,
            tags=post.tags,
            praised=maybe(post.praised),
            card={"kind": post.card_kind, "id": post.card_id} if post.card_kind else None,
            reactions=post.reaction_counts,
            comment_count=post.comment_count,
            created=post.created,
            edited_at=post.edited_at,
            version=post.version,
        )


class PostIn(Body):
    """A new post; without a community it goes to the company's."""

    body: Text
    kind: Literal["update", "question", "praise", "announcement"] = "update"
    community: Text | None = None
    praised: Text | None = None
    files: list[int] = []


class PostPatch(Body):
    """New words; `version` is the one that was read."""

    body: Text
    version: int | None = None


class CommentOut(Schema):
    """A comment of a post."""

    id: int
    post: int
    author: PersonRef
    body: str
    body_html: str
    reply_to: int | None
    is_best: bool
    reactions: dict[str, int]
    created: dt.datetime
    edited_at: dt.datetime | None
    version: int

    @classmethod
    def of(cls, comment: Comment) -> CommentOut:
        """The comment; its author should be loaded."""
        return cls(
            id=comment.pk,
            post=comment.post_id,
            author=PersonRef.of(comment.author),
            body=comment.body,
            body_html=comment.body_html,
            reply_to=comment.reply_to_id,
            is_best=comment.is_best,
            reactions=comment.reaction_counts,
            created=comment.created,
            edited_at=comment.edited_at,
            version=comment.version,
        )


class CommentIn(Body):
    """A new comment, or a reply to one."""

    body: Text
    reply_to: int | None = None
    files: list[int] = []
