"""Registering routes: every POST can be sent twice, every answer speaks the contract's names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from ninja import Router, Status

from api.keeping import idempotent

View = Callable[..., Any]


class Routes:
    """A router whose POSTs are idempotent under a key."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def get(self, path: str, answer: Any) -> Callable[[View], View]:
        """Read something."""
        return self.router.get(path, response=answer, by_alias=True)

    def post(self, path: str, answer: Any, *, status: int = 200, secret: bool = False) -> Callable[[View], View]:
        """Do something; of a secret answer no secret is kept."""

        def register(view: View) -> View:
            kept = idempotent(view, status=status, secret=secret)

            @wraps(view)
            def answering(*args: Any, **kwargs: Any) -> Any:
                answer = kept(*args, **kwargs)
                return answer if isinstance(answer, HttpResponse) else Status(status, answer)

            self.router.post(path, response={status: answer}, by_alias=True)(answering)
            return view

        return register

    def patch(self, path: str, answer: Any) -> Callable[[View], View]:
        """Change something."""
        return self.router.patch(path, response=answer, by_alias=True)

    def put(self, path: str, answer: Any) -> Callable[[View], View]:
        """Put something in its place."""
        return self.router.put(path, response=answer, by_alias=True)

    def delete(self, path: str) -> Callable[[View], View]:
        """Take something away; the view answers nothing."""

        def register(view: View) -> View:
            @wraps(view)
            def answering(*args: Any, **kwargs: Any) -> Status[None]:
                view(*args, **kwargs)
                return Status(204, None)

            self.router.delete(path, response={204: None})(answering)
            return view

        return register
