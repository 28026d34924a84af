"""How allauth asks us: nobody signs up alone, passwords change by an action, letters go out as due jobs."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.actions import access
from people.models import Person
from people.sessions import AGENT

RESET = "account/email/password_reset_key"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The house rules of logging in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator invites."""
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Remember on what the person logs in, for the list of their logins."""
        super().login(request, user)
        request.session[AGENT] = request.headers.get("User-Agent", "")[:200]

    def set_password(self, user: Person, password: str) -> None:
        """Through the action, which ends the other logins."""
        user.password = access.set_password(user, by=user, password=password).password

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only the letter with a link to a new password is ours to send; it goes out as a due job."""
        if template_prefix == RESET:
            access.ask_for_password(context["user"])
