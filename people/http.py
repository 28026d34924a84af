"""What a view of a member is given."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from people.models import Person


class MemberRequest(HttpRequest):
    """A request behind the login: `user` is a Person, never anonymous."""

    user: Person
    htmx: HtmxDetails
