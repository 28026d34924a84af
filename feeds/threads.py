"""The thread under a post: comments oldest first, each with its replies, drawn for one reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from esn.lib.pages import keyset
from feeds.drawing import Said, marks_in_thread, said
from feeds.models import Comment, Post
from people.models import Person

AT_ONCE = 100
MOST_REPLIES = 1000


@dataclass(frozen=True)
class Thread:
    """The newest comments of a post, oldest first; `earlier` is the cursor of those before."""

    comments: list[SafeString]
    earlier: str | None


def thread(post: Post, person: Person, *, cursor: str | None = None) -> Thread:
    """A page of the thread in a fixed number of statements. Show it in `<ol class="thread" id="thread">`."""
    replies_left = Comment.objects.filter(reply_to=OuterRef("pk"), deleted_at=None)
    shown = post.comments.filter(Q(deleted_at=None) | Exists(replies_left), reply_to=None)
    page = keyset(shown.with_authors(), cursor=cursor, limit=AT_ONCE)
    return Thread(drawn_comments(list(reversed(page.items)), post, person), page.next)


def drawn_comments(comments: Sequence[Comment], post: Post, person: Person) -> list[SafeString]:
    """Some comments of a post, read `with_authors()`, each with its replies, as the person sees them."""
    replies = _replies(comments)
    marks = marks_in_thread(post, person)
    return [_drawn(_said(comment, replies.get(comment.pk, ()), marks)) for comment in comments]


def drawn_comment(comment: Comment, person: Person) -> SafeString:
    """One comment with its replies; of a reply, the comment that it hangs on."""
    return _drawn(said(comment.reply_to or comment, marks_in_thread(comment.post, person)))


def _replies(comments: Sequence[Comment]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = defaultdict(list)
    ids = [comment.pk for comment in comments]
    for reply in Comment.objects.filter(reply_to__in=ids, deleted_at=None).with_authors()[:MOST_REPLIES]:
        found[reply.reply_to_id or 0].append(reply)
    return found


def _said(comment: Comment, replies: Sequence[Comment], marks: Mapping[int, str]) -> Said:
    under = [_said(reply, (), marks) for reply in replies]
    return Said(comment, list(comment.attachments.all()), marks.get(comment.pk, ""), under)


def _drawn(said: Said) -> SafeString:
    return SafeString(render_to_string("feeds/_comment.html", {"said": said}))
