"""What a form brings: its files, kept if it is refused; and the form itself, taken once however often it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from esn.lib.errors import Refusal, Refused
from feeds.actions.attaching import MOST, too_many
from feeds.actions.files import upload
from feeds.actions.sending import Envelope, once
from feeds.forms import BodyForm, FilesForm
from feeds.models import Attachment
from people.http import MemberRequest

M = TypeVar("M", bound=Model)
UNSAID = frozenset({"csrfmiddlewaretoken", "client_uuid"})


def envelope(request: MemberRequest) -> Envelope | None:
    """The number of the form that was sent, with what stands in it; None for one without a number."""
    try:
        number = uuid.UUID(request.POST.get("client_uuid", ""))
    except ValueError:
        return None
    digest = sha256()
    for part in _parts(request):
        digest.update(f"{len(part)}:{part}".encode(errors="surrogatepass"))
    return Envelope(number, digest.hexdigest())


def _parts(request: MemberRequest) -> Iterator[str]:
    """Where it was sent, its fields, and its files by name and size."""
    yield request.path
    for name, values in sorted(request.POST.lists()):
        if name not in UNSAID:
            yield from (name, *values)
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield from (name, str(file.name), str(file.size))


def hold(request: MemberRequest, form: FilesForm) -> None:
    """Take in the files that came with a form before anything can refuse it; shown again, it still has them.

    They are the person's own, seen by nobody else, until the form is taken. What cannot be kept, or is kept no longer,
    is told at the form's `told_at`.
    """
    keys = {key.replace("\0", "") for key in request.POST.getlist("kept")[: MOST + 1]}
    known = list(Attachment.objects.chosen_by(request.user, keys))
    form.held = [file for file in known if file.post_id is None]
    form.is_short = len(form.held) < len(known)
    chosen = [file for file in request.FILES.getlist(form.files_in) if file]
    try:
        if len(keys) + len(chosen) > MOST:
            raise too_many()
        for file in chosen:
            form.held.append(upload(by=request.user, file=file))
        if len(known) < len(keys):
            raise Refused(_("A file that you chose before is kept no longer. Choose it again."), "gone", "files")
    except Refusal as refusal:
        tell(form, refusal)


def tell(form: FilesForm, refusal: Refusal) -> None:
    """Show a refusal at the field where this form tells of such."""
    for sentence in [error.message for error in refusal.errors] or [refusal.message]:
        form.add_error(form.told_at, sentence)


def check_whole(form: FilesForm) -> None:
    """Raise Refused for a form whose file went with another form meanwhile: its writer believes that it goes along."""
    if form.is_short:
        sentence = _("A file that you chose before went along with something else. Choose it again, or do without it.")
        raise Refused(sentence, "gone", form.told_at)


def taken(request: MemberRequest, form: BodyForm, rows: QuerySet[M], make: Callable[[], M]) -> M | None:
    """What came of something written, made once; None if it was refused: the form says why and has its files."""
    hold(request, form)
    if not form.is_valid():
        return None

    def whole() -> M:
        check_whole(form)
        return make()

    try:
        return once(envelope(request), rows, whole, by=request.user)
    except Refusal as refusal:
        tell(form, refusal)
        return None
