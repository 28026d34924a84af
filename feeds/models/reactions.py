"""Reactions and bookmarks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from feeds.models.posts import Comment, Post
from people.models import Person

EMOJI = ("thanks", "like", "laugh", "wow", "sad", "party")


class Reaction(models.Model):
    """One person's reaction to a post, or to a comment of it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="reactions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="reactions")
    emoji = models.CharField(max_length=10)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["post", "person", "emoji"], condition=Q(comment=None), name="react_post_once"
            ),
            models.UniqueConstraint(fields=["comment", "person", "emoji"], name="react_comment_once"),
            models.CheckConstraint(condition=Q(emoji__in=EMOJI), name="emoji_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.emoji}"


class Bookmark(models.Model):
    """A post that a person keeps."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="bookmarks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="bookmarks")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["person", "post"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} keeps {self.post_id}"
