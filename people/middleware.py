"""The member's own language and time zone for each request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from people.models import Person

Answer = Callable[[HttpRequest], HttpResponseBase]


class ReaderMiddleware:
    """Speaks to members in their language and their time; strangers are spoken to as their browser asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            with timezone.override(None):
                return self.answer(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = request.user.language
        with timezone.override(request.user.tz):
            return self.answer(request)
