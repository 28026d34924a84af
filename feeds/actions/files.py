"""Taking in files: what they are by their bytes, pictures drawn anew, and what was never used thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.utils import timezone
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action
from esn.lib.errors import Conflict, Refused
from esn.lib.files import HEAD, INLINE, check_size, clean_image, safe_name, sniff
from esn.lib.links import new_token
from feeds.models import Attachment
from people.models import Person

KEPT_LOOSE = dt.timedelta(hours=24)
BATCH = 200
MOST_LOOSE = 200
"""Ten forms full of files in a day, none of which was ever sent."""


@action
def upload(*, by: Person, file: File[bytes]) -> Attachment:
    """Keep a file, seen by its owner alone until it hangs on something.

    Raises Refused for an empty file or a picture that cannot be read, TooLarge for one that is too big, and Conflict
    `too_many_loose` for one more than `MOST_LOOSE` that hang nowhere.
    """
    check_size(file.size)
    if Attachment.objects.loose(by).count() >= MOST_LOOSE:
        sentence = _("%(most)d of your files wait to be sent along with something. Each goes a day after it came.")
        raise Conflict(sentence % {"most": MOST_LOOSE}, "too_many_loose")
    if not file.size:
        raise Refused(_("This file is empty."), "empty", "file")
    file.seek(0)
    media_type = sniff(file.read(HEAD))
    content, width, height = _content(file, media_type)
    key = new_token()
    attachment = Attachment(
        key=key,
        owner=by,
        name=safe_name(file.name or ""),
        size=content.size,
        media_type=media_type,
        width=width,
        height=height,
        created=now(),
    )
    attachment.file.save(key, content, save=False)
    attachment.save()
    return attachment


def _content(file: File[bytes], media_type: str) -> tuple[File[bytes], int | None, int | None]:
    if media_type in INLINE and file.file is not None:
        drawn, width, height = clean_image(BytesIO(b"".join(_from_start(file))))
        return ContentFile(drawn), width, height
    file.seek(0)
    return file, None, None


def _from_start(file: File[bytes]) -> Iterable[bytes]:
    file.seek(0)
    return file.chunks()


def forget_loose() -> int:
    """Throw away one batch of files that hung nowhere for a day; how many went."""
    old = Attachment.objects.filter(post=None, created__lt=timezone.now() - KEPT_LOOSE).order_by("pk")[:BATCH]
    gone = 0
    for attachment in old:
        if Attachment.objects.filter(pk=attachment.pk, post=None).delete()[0]:
            attachment.file.delete(save=False)
            gone += 1
    return gone
