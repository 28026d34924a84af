"""What was said about one bite, and the files that came with it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString

from feeds.models import Attachment, Comment, Post
from feeds.models.posts import CommentQuerySet
from feeds.threads import drawn_comments
from issues.models import Task
from people.models import Person

AT_ONCE = 100


def said_about(task: Task, person: Person) -> CommentQuerySet:
    """The comments made at the bite as far as the person may see them, oldest first; a merge may have moved it here."""
    replies_left = Comment.objects.filter(reply_to=OuterRef("pk"), deleted_at=None)
    shown = Comment.objects.filter(Q(deleted_at=None) | Exists(replies_left), bite__task=task)
    return shown.filter(post__in=Post.objects.visible_to(person)).order_by("created", "id")


def everything_said(task: Task, person: Person) -> CommentQuerySet:
    """The same with the replies, without what was deleted."""
    here = Q(bite__task=task) | Q(reply_to__bite__task=task)
    return Comment.objects.visible_to(person).filter(here).order_by("created", "id")


def talk(task: Task, person: Person) -> list[SafeString]:
    """The latest of them, drawn with their replies for the person, in a fixed number of statements a discussion."""
    rows = list(said_about(task, person).reverse().with_authors().select_related("author", "post")[:AT_ONCE])
    drawn: dict[int, SafeString] = {}
    for post in {row.post_id: row.post for row in rows}.values():
        here = [row for row in rows if row.post_id == post.pk]
        drawn.update(zip([row.pk for row in here], drawn_comments(here, post, person), strict=True))
    return [drawn[row.pk] for row in reversed(rows)]


def files_of(task: Task, person: Person) -> list[Attachment]:
    """The files that came with what was said about the bite, in replies too."""
    here = Q(comment__bite__task=task) | Q(comment__reply_to__bite__task=task)
    return list(Attachment.objects.visible_to(person).filter(here, comment__deleted_at=None).distinct()[:AT_ONCE])
