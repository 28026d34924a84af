"""The session store: as Django's own in the database, but each row names its person."""

from __future__ import annotations

from typing import Any

from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from people.models import LoginSession

AGENT = "agent"


class SessionStore(DatabaseStore):
    """Keeps `person` and `agent` beside the data."""

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        """The table of sessions."""
        return LoginSession

    def create_model_instance(self, data: dict[str, Any]) -> LoginSession:
        """The row of this session, with whose it is and on what it runs."""
        row: LoginSession = super().create_model_instance(data)  # type: ignore[assignment]
        person_id = str(data.get(auth.SESSION_KEY, ""))
        row.person_id = int(person_id) if person_id.isdecimal() else None
        row.agent = str(data.get(AGENT, ""))[:200]
        return row
