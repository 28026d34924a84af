"""The letters that bring people in: an invitation, and the link to a new password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from esn.lib.mail import Mail, message_id_for
from people.models import Person

DAY = 24 * 3600


def invitation(person: Person, *, key: str) -> Mail:
    """Welcome, and the link by which the person chooses a password; `key` names this letter for good."""
    with translation.override(person.language):
        return _letter(
            person, "invitation", _("%(name)s, you are expected at Potluck") % {"name": person.first_name}, key
        )


def password(person: Person, *, key: str) -> Mail:
    """The link by which the person chooses another password."""
    with translation.override(person.language):
        return _letter(person, "password", _("Choose a new password"), key)


def _letter(person: Person, name: str, subject: str, key: str) -> Mail:
    facts = {"person": person, "url": _address(person), "days": settings.PASSWORD_RESET_TIMEOUT // DAY}
    return Mail(
        to=person.email,
        subject=subject,
        text=render_to_string(f"mail/people/{name}.txt", facts),
        html=render_to_string(f"mail/people/{name}.html", {**facts, "subject": subject}),
        message_id=message_id_for("people", name, key),
    )


def _address(person: Person) -> str:
    token = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})
    return settings.BASE_URL + path
