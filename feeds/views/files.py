"""Files: taking one in, and giving it to whoever sees its parent."""

from __future__ import annotations

from typing import TypeVar

from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from esn.lib.errors import Refused
from esn.lib.files import INLINE
from feeds.actions.files import upload as take_in
from feeds.models import Attachment
from people.http import MemberRequest

Answer = TypeVar("Answer", bound=HttpResponseBase)
HARMLESS = "default-src 'none'; sandbox"


@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    """Keep a file; answers its id, address, name, size and type."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file."), "blank", "file")
    kept = take_in(by=request.user, file=file)
    facts = {"id": kept.pk, "name": kept.name, "size": kept.size, "type": kept.media_type}
    return JsonResponse({**facts, "url": kept.get_absolute_url()}, status=201)


@require_GET
def download(request: MemberRequest, key: str) -> HttpResponseBase:
    """A file as it was sent; a browser that kept a picture asks each time whether its reader still sees it."""
    kept = get_object_or_404(Attachment.objects.visible_to(request.user), key=key)
    unchanged = get_conditional_response(request, etag=quote_etag(kept.key))
    return served(kept) if unchanged is None else _kept_for(unchanged, kept)


def served(kept: Attachment) -> FileResponse:
    """A file, for whoever was found to see it: nothing in it runs, and only pictures drawn anew are shown in place."""
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=kept.media_type not in INLINE,
        filename=kept.name,
        content_type=kept.media_type,
    )
    response["Content-Security-Policy"] = HARMLESS
    response["X-Content-Type-Options"] = "nosniff"
    return _kept_for(response, kept)


def _kept_for(response: Answer, kept: Attachment) -> Answer:
    """The response with who may keep it: the reader's browser a picture, which asks each time; nobody the rest."""
    response["Cache-Control"] = "private, no-cache" if kept.media_type in INLINE else "private, no-store"
    response["ETag"] = quote_etag(kept.key)
    return response
