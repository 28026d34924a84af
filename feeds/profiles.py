"""What feeds shows on a profile: what the person said last, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from esn.lib.text import plain
from feeds import timeline
from feeds.models import Post, PostKind
from people.http import MemberRequest
from people.models import Person
from people.sections import Section, panel

SHOWN = 5
CHARS = 160


@dataclass(frozen=True)
class Said:
    """One post in a line or two."""

    post: Post
    text: str


@panel("60-posts")
def posts(request: MemberRequest, person: Person) -> Section | None:
    """The newest posts that the person wrote; nothing where none can be seen. Three queries."""
    found = timeline.by_author(person, request.user, limit=SHOWN, but=PostKind.CARD)
    said = [Said(item.post, Truncator(plain(item.post.body_html)).chars(CHARS)) for item in found.items]
    return Section(_("Said last"), "feeds/_profile.html", {"said": said}) if said else None
