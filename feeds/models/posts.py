"""Posts, comments, tags, and what they said before they were edited."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from esn.activity.clock import is_unseen
from feeds.cards import concerned, participants
from feeds.models.communities import Community, ids_readable_by
from people.models import Person


class PostKind(models.TextChoices):
    """What a post is; a card announces something of a higher floor, such as a potato."""

    UPDATE = "update", _("Update")
    QUESTION = "question", _("Question")
    PRAISE = "praise", _("Praise")
    POLL = "poll", _("Poll")
    ANNOUNCEMENT = "announcement", _("Announcement")
    CARD = "card", _("Card")


class PostQuerySet(models.QuerySet["Post"]):
    """Which posts?"""

    def visible_to(self, person: Person) -> PostQuerySet:
        """Those in communities the person may read, and those whose card he has a part in; deleted ones to nobody."""
        readable = Q(community__in=ids_readable_by(person))
        return self.filter(readable | participants(person), deleted_at=None)

    def locked(self, post: Post) -> Post:
        """The row as it is now, held until the action ends."""
        if not is_unseen():
            self.select_for_update(no_key=True).only("pk").get(pk=post.pk)
        return self.with_authors().get(pk=post.pk)

    def with_authors(self) -> PostQuerySet:
        """With what a card of the stream shows beside the body."""
        return self.select_related("author", "community", "praised")


class Post(models.Model):
    """Something said in a community, by a person or by a card."""

    created = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    community = models.ForeignKey(Community, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=12, choices=PostKind.choices, default=PostKind.UPDATE)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    card_kind = models.CharField(max_length=20, blank=True)
    card_id = models.BigIntegerField(null=True)
    praised = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="praises")
    warmth = models.FloatField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    reaction_counts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="card", card_id__isnull=False) | ~Q(kind="card") & Q(card_id=None),
                name="post_card_whole",
            ),
            models.UniqueConstraint(fields=["card_kind", "card_id"], condition=Q(kind="card"), name="post_card_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["-created", "-id"],
                name="post_recent",
                include=["community", "author", "is_public"],
                condition=Q(deleted_at=None),
            ),
            models.Index(fields=["community", "-created", "-id"], name="post_community", condition=Q(deleted_at=None)),
            models.Index(
                fields=["author", "-created", "-id"],
                name="post_author_public",
                condition=Q(deleted_at=None, is_public=True),
            ),
            models.Index(fields=["author"], name="post_questions", condition=Q(kind="question", deleted_at=None)),
            GinIndex(SearchVector("body", config="simple"), name="post_words"),
            models.Index(
                fields=["-warmth", "-id"],
                name="post_warm",
                include=["community", "author", "is_public"],
                condition=Q(deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("feeds:post", args=[self.pk])

    @property
    def stream(self) -> str:
        """The live stream of its thread."""
        return f"p:{self.pk}"

    @property
    def concerned(self) -> set[int]:
        """Whom it concerns what is said of it: its author, of a card those whom its kind names."""
        return concerned(self.card_kind, self.card_id) or {self.author_id}

    @property
    def dom_id(self) -> str:
        """The id of its element on a page."""
        return f"post-{self.pk}"


class PostEdit(models.Model):
    """What a post or one of its comments said before an edit."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="edits")
    comment = models.ForeignKey("Comment", models.CASCADE, null=True, related_name="edits")
    body = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.post_id} at {self.at:%F %T}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which comments?"""

    def visible_to(self, person: Person) -> CommentQuerySet:
        """Those of posts the person may see; deleted ones to nobody."""
        return self.filter(post__in=Post.objects.visible_to(person), deleted_at=None)

    def with_authors(self) -> CommentQuerySet:
        """With what a thread shows beside the words."""
        return self.select_related("author").prefetch_related("attachments")

    def locked(self, comment: Comment) -> Comment:
        """The row as it is now, held until the action ends; hold its post first."""
        return self.select_for_update(no_key=True, of=("self",)).select_related("author").get(pk=comment.pk)


class Comment(models.Model):
    """Something said to a post; replies go one level deep."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, models.PROTECT, related_name="comments")
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    created = models.DateTimeField(default=timezone.now)
    body = models.TextField()
    body_html = models.TextField()
    reaction_counts = models.JSONField(default=dict)
    is_best = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["created", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["post"], condition=Q(is_best=True), name="one_best_answer"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["post", "created", "id"], name="comments_of")]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('feeds:post', args=[self.post_id])}#{self.dom_id}"

    @property
    def dom_id(self) -> str:
        """The id of its element on a page."""
        return f"comment-{self.pk}"


class PostTag(models.Model):
    """A tag of a post, with what the home stream needs to decide without touching the post."""

    tag = models.CharField(max_length=60)
    created = models.DateTimeField()
    post = models.ForeignKey(Post, models.CASCADE, related_name="post_tags")
    is_public = models.BooleanField()
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["post", "tag"], name="post_tag_once")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["tag", "-created", "-post"], name="tag_recent", include=["is_public", "community"])
        ]

    def __str__(self) -> str:
        return f"#{self.tag}"


class TagFollow(models.Model):
    """A person follows a tag."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tag_follows")
    tag = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["person", "tag"], name="tag_follow_once")]

    def __str__(self) -> str:
        return f"{self.person_id} #{self.tag}"
