"""A caller of the API for each of the cast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from api.actions import create_token
from people.models import Person


@dataclass(frozen=True)
class Caller:
    """Somebody with a token; each method answers the response."""

    token: str
    client: Client = field(default_factory=Client)

    def _call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        told = {"Authorization": f"Bearer {self.token}", **headers} if self.token else headers
        say = getattr(self.client, method)
        return say(f"/api/v1{path}", body, content_type="application/json", headers=told)

    def get(self, path: str, **query: Any) -> Any:
        told = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.get(f"/api/v1{path}", query, headers=told)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        return self._call("post", path, {} if body is None else body, **({"Idempotency-Key": key} if key else {}))

    def patch(self, path: str, body: Any) -> Any:
        return self._call("patch", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        return self._call("put", path, body or {})

    def delete(self, path: str) -> Any:
        return self._call("delete", path)


Call = Callable[..., Caller]


@pytest.fixture
def caller() -> Call:
    """`caller(carl)` may read and write, `caller(carl, "read")` only read, `caller(None)` is nobody."""

    def make(person: Person | None, *scopes: str) -> Caller:
        if person is None:
            return Caller("")
        return Caller(create_token(by=person, name="test", scopes=scopes or ("read", "write"))[1])

    return make
