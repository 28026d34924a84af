"""The logins that are open, each with the person it belongs to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from people.models.people import Person


class LoginSession(AbstractBaseSession):
    """A session that knows its person, so that all of one's sessions can be ended in one statement."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    agent = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "-expire_date"], name="sessions_of")]
