"""What a person keeps for himself: bookmarks, followed tags, and how far he has read. Nobody else hears of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action
from esn.lib.errors import Refused
from esn.lib.text import tags_in
from feeds.models import Bookmark, Community, Membership, Post, TagFollow
from people.models import Person


@action
def bookmark(post: Post, *, by: Person) -> None:
    """Keep a post; twice is once."""
    Bookmark.objects.bulk_create([Bookmark(post=post, person=by, created=now())], ignore_conflicts=True)


@action
def unbookmark(post: Post, *, by: Person) -> None:
    """Keep it no longer."""
    Bookmark.objects.filter(post=post, person=by).delete()


@action
def follow_tag(tag: str, *, by: Person) -> None:
    """Have posts with this tag in one's home. Raises Refused for what is no tag."""
    TagFollow.objects.bulk_create([TagFollow(tag=_checked(tag), person=by)], ignore_conflicts=True)


@action
def unfollow_tag(tag: str, *, by: Person) -> None:
    """Follow it no longer."""
    TagFollow.objects.filter(tag=tag.lstrip("#").lower(), person=by).delete()


def _checked(tag: str) -> str:
    found = tags_in(f"#{tag.lstrip('#')}"[:100])
    if len(found) != 1 or next(iter(found)) != tag.lstrip("#").lower():
        raise Refused(_("A tag is letters and figures after a #."), "invalid", "tag")
    return next(iter(found))


@action
def mark_read(community: Community, *, by: Person) -> None:
    """Everything said there so far has been seen."""
    Membership.objects.filter(community=community, person=by).update(read_at=now())
