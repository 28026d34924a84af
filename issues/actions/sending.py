"""A potato that is sent twice under one number is one."""

from __future__ import annotations

import uuid

from issues.models import Issue
from people.models import Person


def sent_before(client_uuid: uuid.UUID | None, *, by: Person) -> Issue | None:
    """The potato that this hunter flagged under the number; of two at once the second waits here for the first."""
    if client_uuid is None:
        return None
    Person.objects.locked(by)
    return Issue.objects.sent_as(client_uuid, by=by).first()
