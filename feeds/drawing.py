"""Drawing posts and comments: neutral to whoever looks, kept by version and language, the viewer's marks laid over.

A page and a live frame share the templates. What a card offers the viewer is put in the place of what the neutral
card offers to anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from esn.lib.kept import kept, key
from feeds.cards import kinds
from feeds.models import Attachment, Bookmark, Comment, Post, PostKind, Reaction
from people.models import Person

KEPT = "kept"
ACTIONS = '<div class="actions">'
Marks = Mapping[int, str]


@dataclass(frozen=True)
class Drawn:
    """A post as it stands in a stream."""

    post: Post
    html: SafeString


@dataclass(frozen=True)
class Said:
    """A comment as it stands in a thread."""

    comment: Comment
    files: list[Attachment]
    marks: str
    replies: list[Said]


def neutral(post: Post) -> dict[str, Any]:
    """What a frame needs for one item of a stream."""
    return {"post": post, "marks": "", **_supplements([post])[post.pk], **_card_contexts([post]).get(post.pk, {})}


def neutral_comment(comment: Comment) -> dict[str, Any]:
    """What a frame needs for one comment; a deleted one is drawn without its words."""
    return {"said": said(comment, {})}


def said(comment: Comment, marks: Marks) -> Said:
    """A comment with the replies that hang on it."""
    replies = comment.replies.filter(deleted_at=None).with_authors() if comment.reply_to_id is None else ()
    under = [Said(reply, list(reply.attachments.all()), marks.get(reply.pk, ""), []) for reply in replies]
    return Said(comment, list(comment.attachments.all()), marks.get(comment.pk, ""), under)


def draw(posts: Sequence[Post], person: Person, request: HttpRequest) -> list[Drawn]:
    """The posts as the person sees them, in a fixed number of statements whatever they are."""
    contexts = _card_contexts(posts)
    insides = _insides(posts, contexts)
    own = _card_actions(posts, contexts, person)
    marks = marks_of(posts, person)
    return [
        Drawn(post, _item(post, _with_actions(insides[post.pk], own.get(post.pk), request), marks.get(post.pk, "")))
        for post in posts
    ]


def _item(post: Post, inside: SafeString, marks: str) -> SafeString:
    """The element around what is kept: as templates/feeds/_post.html has it."""
    tag, look = ("div", "feed__item") if post.kind == PostKind.CARD and post.card_kind in kinds else ("article", "card")
    given = format_html(' data-marks="{}"', marks) if marks else ""
    return format_html(
        '<{0} class="{1}" id="{2}" data-post="{3}"{4}>{5}</{0}>', tag, look, post.dom_id, post.pk, given, inside
    )


def _insides(posts: Sequence[Post], contexts: Mapping[int, Mapping[str, Any]]) -> dict[int, SafeString]:
    """What is the same for every viewer."""
    by_id = {post.pk: post for post in posts}

    def drawn(ids: list[int]) -> dict[int, str]:
        missing = [by_id[pk] for pk in ids]
        supplements = _supplements(missing)
        return {
            post.pk: render_to_string(
                "feeds/_post_inside.html",
                {"post": post, "marks": "", **supplements[post.pk], **contexts.get(post.pk, {})},
            )
            for post in missing
        }

    return kept({pk: _key(post, contexts.get(pk)) for pk, post in by_id.items()}, drawn)


def _key(post: Post, context: Mapping[str, Any] | None) -> str:
    """What the drawing depends on, beside the post's id; empty for a card whose floor gives no version."""
    if context is not None and "version" not in context:
        return ""
    people = [(who.name, who.handle, str(who.photo)) for who in (post.author, post.praised) if who is not None]
    return key(
        f"post:{post.pk}",
        *(post.version, post.comment_count, sorted(post.reaction_counts.items()), people),
        *(post.community.name, post.community.slug, context["version"] if context else ""),
    )


def _supplements(posts: Collection[Post]) -> dict[int, dict[str, Any]]:
    """Files and best answers of the posts that were written by people."""
    ids = [post.pk for post in posts if post.kind != PostKind.CARD]
    files: dict[int, list[Attachment]] = defaultdict(list)
    best: dict[int, Comment] = {}
    if ids:
        for file in Attachment.objects.filter(post__in=ids, comment=None):
            files[file.post_id or 0].append(file)
    asked = [post.pk for post in posts if post.kind == PostKind.QUESTION and post.comment_count]
    if asked:
        answers = Comment.objects.filter(post__in=asked, is_best=True).select_related("author")
        best = {comment.post_id: comment for comment in answers}
    return {post.pk: {"files": files.get(post.pk, []), "best": best.get(post.pk)} for post in posts}


def _card_contexts(posts: Iterable[Post]) -> dict[int, dict[str, Any]]:
    """For the posts with a card of a floor above: its template, and what it asked for."""
    found: dict[int, dict[str, Any]] = {}
    for name, of_kind in _by_kind(posts).items():
        loaded = kinds[name].load(list(of_kind))
        for thing, pk in of_kind.items():
            if thing in loaded:
                found[pk] = {"card_template": kinds[name].template, **loaded[thing]}
    return found


def _card_actions(
    posts: Iterable[Post], contexts: Mapping[int, dict[str, Any]], person: Person
) -> dict[int, Mapping[str, Any]]:
    """What the viewer may do with each card."""
    found: dict[int, Mapping[str, Any]] = {}
    for name, of_kind in _by_kind(posts).items():
        loaded = {thing: contexts[pk] for thing, pk in of_kind.items() if pk in contexts}
        found |= {of_kind[thing]: own for thing, own in kinds[name].mine(loaded, person).items()}
    return found


def _by_kind(posts: Iterable[Post]) -> dict[str, dict[int, int]]:
    """For each kind of card: the id of the thing, and that of its post."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for post in posts:
        if post.kind == PostKind.CARD and post.card_kind in kinds and post.card_id is not None:
            found[post.card_kind][post.card_id] = post.pk
    return found


def _with_actions(inside: SafeString, own: Mapping[str, Any] | None, request: HttpRequest) -> SafeString:
    before, found, after = inside.partition(ACTIONS)
    if own is None or not found:
        return inside
    actions = render_to_string("ui/_actions.html", {"actions": own["actions"]}, request).strip()
    return SafeString(before + actions + after.partition("</div>")[2])


def marks_of(posts: Sequence[Post], person: Person) -> dict[int, str]:
    """What the person gave and keeps, as words for `data-marks`: one statement."""
    ids = [post.pk for post in posts]
    given = Reaction.objects.filter(post__in=ids, comment=None, person=person).values_list("post_id", "emoji")
    kept = Bookmark.objects.filter(post__in=ids, person=person).annotate(word=Value(KEPT))
    return _words([*given.union(kept.values_list("post_id", "word"))])


def marks_in_thread(post: Post, person: Person) -> dict[int, str]:
    """What the person gave to the comments of a post."""
    given = Reaction.objects.filter(post=post, person=person).exclude(comment=None)
    return _words(list(given.annotate(thing=F("comment_id")).values_list("thing", "emoji")))


def _words(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for thing, word in pairs:
        found[thing].append(word)
    return {thing: " ".join(sorted(words)) for thing, words in found.items()}
