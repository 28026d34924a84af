"""Taking a form once, however often it is sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from esn.activity.clock import now
from esn.activity.spine import transacting
from feeds.models import Sent
from people.models import Person

M = TypeVar("M", bound=Model)
KEPT = dt.timedelta(days=30)
BATCH = 5000


@dataclass(frozen=True)
class Envelope:
    """The number that a form carries, and what stands in it: other words under the same number are another thing."""

    client_uuid: uuid.UUID
    digest: str


def once(envelope: Envelope | None, rows: QuerySet[M], make: Callable[[], M], *, by: Person) -> M:
    """What `make` makes; for a form that was taken before what came of it then, found in `rows`.

    Of two at once the second waits for the first, on the row of the number. A refusal keeps nothing of it, so that the
    next try may succeed. Raises what `make` raises.
    """
    if envelope is None:
        return make()
    with transacting():
        taken = _claim(envelope, by)
        if taken.made is not None:
            return rows.get(pk=taken.made)
        made = make()
        taken.made = made.pk
        taken.save(update_fields=["made"])
    return made


def _claim(envelope: Envelope, by: Person) -> Sent:
    row = Sent(person=by, client_uuid=envelope.client_uuid, digest=envelope.digest, at=now())
    Sent.objects.bulk_create([row], ignore_conflicts=True)
    return Sent.objects.get(person=by, client_uuid=envelope.client_uuid, digest=envelope.digest)


def forget_sent() -> int:
    """Forget one batch of forms that were taken a month ago; how many went."""
    old = Sent.objects.filter(at__lt=now() - KEPT).order_by("at").values_list("pk", flat=True)
    return Sent.objects.filter(pk__in=list(old[:BATCH])).delete()[0]
