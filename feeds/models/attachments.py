"""Files that were uploaded: seen as their parent is, and until they have one by their owner alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from feeds.models.posts import Comment, Post
from people.models import Person


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which files?"""

    def visible_to(self, person: Person) -> AttachmentQuerySet:
        """Those of posts the person may see, and his own that are not attached yet."""
        shown = Q(comment=None) | Q(comment__deleted_at=None)
        return self.filter(Q(post__in=Post.objects.visible_to(person)) & shown | Q(post=None, owner=person))

    def loose(self, person: Person) -> AttachmentQuerySet:
        """Those the person uploaded and has not attached."""
        return self.filter(post=None, owner=person)

    def chosen_by(self, person: Person, keys: Iterable[str]) -> AttachmentQuerySet:
        """Those of these keys that the person uploaded, wherever they hang by now."""
        return self.filter(owner=person, key__in=list(keys))


class Attachment(models.Model):
    """One file; a potato's files hang on the post that announces it."""

    key = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="attachments")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="attachments")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="attachments")
    file = models.FileField(upload_to="files/%Y/%m")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "created"], name="attachment_loose", condition=Q(post=None))
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feeds:file", args=[self.key])

    @property
    def is_image(self) -> bool:
        """Shown in place rather than offered for download."""
        return self.media_type.startswith("image/")
