"""The sections on what was said: in my communities, and in answer to my questions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digests.sections import Found, Row
from digests.sections import Window as Stretch
from esn.lib.text import plain
from feeds.models import Comment, Post, PostKind
from notifications.models import Notification
from notifications.sentences import quote


def communities(stretch: Stretch, limit: int) -> Found:
    """For each of my communities in which others posted since I last looked its newest post, and how many more."""
    person, of = stretch.person, "community__memberships"
    unread = Q(**{f"{of}__read_at": None}) | Q(created__gt=F(f"{of}__read_at"))
    posts = (
        Post.objects.visible_to(person)
        .filter(unread, Q(**{f"{of}__person": person}), created__gt=stretch.since, created__lte=stretch.until)
        .exclude(Q(kind=PostKind.CARD) | Q(author=person))
        .with_authors()
    )
    newest = posts.annotate(
        place=Window(RowNumber(), partition_by="community", order_by=["-created", "-id"]),
        said=Window(Count("pk"), partition_by="community"),
    )
    rows = list(newest.filter(place=1).order_by("-said", "community__name"))
    return Found([_place(post) for post in rows[:limit]], max(len(rows) - limit, 0))


def _place(post: Any) -> Row:
    words = quote(plain(post.body_html))
    others = post.said - 1
    more = ngettext("and %(count)d more", "and %(count)d more", others) % {"count": others} if others else ""
    note = _("%(name)s: “%(words)s”") % {"name": post.author.first_name, "words": words}
    return Row("post", post.pk, post.community.name, post.community.get_absolute_url(), note=f"{note} {more}".strip())


def answers(stretch: Stretch, limit: int) -> Found:
    """My questions that others answered meanwhile, unless I was told and have read it."""
    person = stretch.person
    read = Notification.objects.filter(person=person, kind="comment", object_id=OuterRef("pk")).exclude(read_at=None)
    comments = (
        Comment.objects.visible_to(person)
        .filter(post__author=person, post__kind=PostKind.QUESTION)
        .filter(created__gt=stretch.since, created__lte=stretch.until)
        .exclude(Exists(read))
        .exclude(author=person)
        .select_related("author", "post")
    )
    return _by_post(comments.order_by("-created", "-id"), limit)


def _by_post(comments: QuerySet[Comment], limit: int) -> Found:
    newest: dict[int, Comment] = {}
    for comment in comments[:200]:
        newest.setdefault(comment.post_id, comment)
    rows = [_answer(comment) for comment in list(newest.values())[:limit]]
    return Found(rows, len(newest) - len(rows))


def _answer(comment: Comment) -> Row:
    note = _("%(name)s answered you: “%(words)s”") % {
        "name": comment.author.first_name,
        "words": quote(plain(comment.body_html)),
    }
    return Row("comment", comment.pk, quote(plain(comment.post.body_html)), comment.get_absolute_url(), note=note)
