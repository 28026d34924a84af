"""Writing twice: a POST with an Idempotency-Key is carried out once, and answered the same for a day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from functools import wraps
from json import dumps, loads
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel

from api import finding
from api.auth import person_of
from api.models import KeptAnswer
from esn.activity.clock import now
from esn.activity.due import every
from esn.activity.spine import transacting
from esn.lib.errors import Refused

KEPT = dt.timedelta(hours=24)
MOST_KEY = 200
BATCH = 5000
SHOWN_BEFORE = {"url": None, "detail": "It was shown once, when it was made."}


def idempotent(view: Callable[..., Any], *, status: int, secret: bool = False) -> Callable[..., Any]:
    """Carry the view out once per key: the row of the key is written in the view's own transaction, so that of two
    callers at once the second waits for the first and gets its answer.

    A refusal is not kept: it changed nothing, and the next try may succeed. Of a secret answer no secret is kept.
    Whoever has lost sight of what the address names since then gets the 404 of everybody else; what took his sight
    itself, as a refused toss does, is answered again.
    """

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return view(request, *args, **kwargs)
        if len(key) > MOST_KEY:
            raise Refused(_("An Idempotency-Key has at most 200 characters."), "bad_key", "Idempotency-Key")
        with transacting():
            kept = _claim(request, key)
            if kept.status is not None:
                return _again(kept, request)
            answer = view(request, *args, **kwargs)
            kept.status, kept.body = status, _without_secret(answer) if secret else _plain(answer)
            kept.saw = finding.sees_all(request)
            kept.save(update_fields=["status", "body", "saw"])
        return answer

    return run


def _claim(request: HttpRequest, key: str) -> KeptAnswer:
    """The row of this key: new and ours, or the one that somebody wrote before, waited for if he is still at it."""
    person = person_of(request)
    KeptAnswer.objects.filter(person=person, key=key, at__lt=now() - KEPT).delete()
    row = KeptAnswer(person=person, key=key, request=_fingerprint(request), at=now())
    KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)
    return KeptAnswer.objects.get(person=person, key=key)


def _fingerprint(request: HttpRequest) -> str:
    said = hashlib.sha256(b"\0".join((str(request.method).encode(), request.get_full_path().encode(), b"")))
    for part in _sent(request):
        said.update(part)
    return said.hexdigest()


def _sent(request: HttpRequest) -> Iterator[bytes]:
    """What was sent; of a form with files, which has been read, each file by its name and its bytes."""
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, files in request.FILES.lists():
        for file in files:
            yield f"\0{name}\0{file.name}\0".encode()
            yield from file.chunks()
            file.seek(0)


def _again(kept: KeptAnswer, request: HttpRequest) -> HttpResponse:
    if kept.saw and not finding.sees_all(request):
        raise Http404
    if kept.request != _fingerprint(request):
        raise Refused(_("This Idempotency-Key was used for another request."), "key_reused", "Idempotency-Key")
    body = dumps(kept.body)
    return HttpResponse(body, status=kept.status, content_type="application/json; charset=utf-8")


def _plain(answer: Any) -> Any:
    """The answer as the JSON that it becomes."""
    body = answer.model_dump(by_alias=True) if isinstance(answer, BaseModel) else answer
    return loads(dumps(body, cls=NinjaJSONEncoder))


def _without_secret(answer: Any) -> Any:
    return {**_plain(answer), **SHOWN_BEFORE}


@every(3600, "api.forget_answers")
def forget() -> None:
    """Delete the answers of yesterday, in batches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM api_keptanswer WHERE id IN (SELECT id FROM api_keptanswer WHERE at < %s LIMIT %s)",
            [now() - KEPT, BATCH],
        )
