"""The files of a potato that stand in its news: the customer opens them by his own link, never by a login."""

from __future__ import annotations

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from esn.lib.errors import Refused
from feeds.actions.attaching import attach
from feeds.models import Attachment
from issues.models import Issue
from people.models import Person

STANDS = re.compile(r'((?:src|href)=")/files/([^"]+)"')


def keys_in(html: str) -> set[str]:
    """The keys of the files that rendered news shows or leads to."""
    return {found[2] for found in STANDS.finditer(html)}


def behind(html: str, address: str) -> str:
    """The news as whoever holds the link at `address` reads it: its files stand behind that link."""
    return STANDS.sub(rf'\g<1>{address}files/\g<2>"', html)


def files_of(html: str, issue: Issue, *, by: Person) -> list[Attachment]:
    """The files that the news is to show: the potato's own, and what `by` has just added.

    Raises Refused for any other, since the customer would see what hangs elsewhere.
    """
    keys = keys_in(html)
    if not keys:
        return []
    there = Q(post=issue.post_id) if issue.post_id else Q(pk=None)
    found = list(Attachment.objects.visible_to(by).filter(there | Q(post=None), key__in=keys))
    if {file.key for file in found} != keys:
        raise Refused(
            _("News shows files of this potato only. Add the picture here, or leave it out."), "foreign_file", "body"
        )
    return found


def hang(html: str, issue: Issue, *, by: Person) -> None:
    """Hang what was just added on the potato, where everybody who sees it sees the file. Raises as `files_of`."""
    loose = [file for file in files_of(html, issue, by=by) if file.post_id is None]
    if loose and issue.post is None:
        raise Refused(_("This potato takes no files."), "foreign_file", "body")
    if loose and issue.post is not None:
        attach(loose, issue.post, by=by)


def in_news(key: str, told: list[str]) -> Attachment | None:
    """The file of this key if news that a customer may read shows it, and it still hangs somewhere."""
    if not any(key in keys_in(html) for html in told):
        return None
    kept = Attachment.objects.filter(Q(comment=None) | Q(comment__deleted_at=None), key=key)
    return kept.exclude(post=None).first()
