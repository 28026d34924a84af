"""Who stands behind a socket, and which streams that person may read now."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from django.conf import settings
from django.contrib import auth
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from esn.live import streams
from esn.live.log import Head, heads


@dataclass(frozen=True)
class Visitor:
    """The person of a live session."""

    person_id: int
    language: str


@dataclass(frozen=True)
class Standing:
    """What a person may read, and where those streams stood in the same snapshot of the database."""

    heads: dict[str, Head]
    sets: dict[str, list[str]]

    def members(self) -> set[str]:
        """The streams of all the sets."""
        return {key for keys in self.sets.values() for key in keys}


class Account(Protocol):
    """What the gate needs of a person; the people's app stands above this one."""

    pk: int
    is_active: bool

    def get_session_auth_hash(self) -> str: ...
    def get_session_auth_fallback_hash(self) -> list[str]: ...


def admit(session_keys: Collection[str]) -> dict[str, Visitor]:
    """The visitor of each session that still holds, in two queries however many are asked for.

    A session that ended, or whose person is no longer active, is left out.
    """
    sessions = _sessions(session_keys)
    people = _people({person_id for session in sessions.values() if (person_id := _person_id(session))})
    return {
        key: Visitor(person.pk, getattr(person, "language", "") or settings.LANGUAGE_CODE)
        for key, session in sessions.items()
        if (person := people.get(_person_id(session))) and person.is_active and _vouches(session, person)
    }


def _sessions(keys: Collection[str]) -> dict[str, dict[str, Any]]:
    """What the sessions hold that have not expired; sessions are rows of the database."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = store.get_model_class().objects.filter(session_key__in=list(keys), expire_date__gt=timezone.now())
    return {row.session_key: store.decode(row.session_data) for row in rows}


def _person_id(session: dict[str, Any]) -> str:
    person_id = str(session.get(auth.SESSION_KEY, ""))
    return person_id if person_id.isdecimal() else ""


def _people(ids: Collection[str]) -> dict[str, Account]:
    model = auth.get_user_model()  # noqa: TID251 the people's app stands above this one
    return {str(pk): person for pk, person in model._default_manager.in_bulk(list(ids)).items()}


def _vouches(session: dict[str, Any], person: Account) -> bool:
    """Whether the session was made with the password that the person has now."""
    stored = session.get(auth.HASH_SESSION_KEY, "")
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(constant_time_compare(stored, known) for known in hashes)


def standing(person_id: int, keys: Collection[str], sets: Collection[str]) -> Standing:
    """What the person may read of `keys` and of the streams of `sets`; heads and memberships come from one snapshot.

    So a revocation whose number is above the head is still to come, and one below it has been seen.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        known = {name: streams.members(name, person_id) for name in sets}
        allowed = streams.readable(person_id, keys).union(*known.values())
        found = heads(allowed)
    return Standing({key: found.get(key, Head()) for key in allowed}, known)
