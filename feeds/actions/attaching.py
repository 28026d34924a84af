"""Hanging uploaded files on what was written."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from esn.lib.errors import Refused
from feeds.models import Attachment, Comment, Post
from people.models import Person

MOST = 20


def too_many() -> Refused:
    """The refusal of more than `MOST` files."""
    return Refused(_("At most %(most)d files at once.") % {"most": MOST}, "too_many", "files")


def attach(files: Sequence[Attachment], post: Post, *, by: Person, comment: Comment | None = None) -> None:
    """Give the files their parent. Raises Refused for one that is not `by`'s own, or hangs somewhere already."""
    if not files:
        return
    if len(files) > MOST:
        raise too_many()
    loose = Attachment.objects.loose(by).select_for_update(no_key=True).filter(pk__in=[file.pk for file in files])
    found = list(loose)
    if len(found) != len(set(files)):
        raise Refused(_("One of these files is not yours to attach. Upload it again."), "invalid", "files")
    for file in found:
        file.post, file.comment = post, comment
    Attachment.objects.bulk_update(found, ["post", "comment"])
