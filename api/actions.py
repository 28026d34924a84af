"""Making and revoking tokens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from api.models import ApiToken, Scope
from esn.activity.clock import now
from esn.activity.events import Event
from esn.activity.spine import action, record
from esn.lib import links
from esn.lib.errors import Forbidden, Refused
from esn.lib.text import check_text
from people.models import Person

MOST_NAME = 80
MOST_TOKENS = 50
token_created = Event[ApiToken]("token.created", "token")
token_revoked = Event[ApiToken]("token.revoked", "token")


@action
def create_token(
    *, by: Person, name: str, scopes: Sequence[str] = (Scope.READ,), expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token of `by`'s own: the row, and the secret, which is shown this once.

    Raises Refused for an empty name or unknown scope, Forbidden for the admin scope of one who is none.
    """
    said = check_text(name, most=MOST_NAME, name="name").strip()
    if not said:
        raise Refused(_("Give it a name, so that you know it again."), field="name")
    if not scopes or any(scope not in Scope.values for scope in scopes):
        raise Refused(_("The scopes are read, write and admin."), field="scopes")
    if Scope.ADMIN in scopes and not by.is_admin:
        raise Forbidden(_("Only an administrator's token can administer."))
    if by.api_tokens.filter(revoked_at=None).count() >= MOST_TOKENS:
        raise Refused(_("Fifty tokens are enough; revoke one first."), field="name")
    secret = f"pot_{links.new_token()}"
    token = ApiToken.objects.create(
        owner=by,
        name=said,
        digest=links.digest(secret),
        scopes=sorted(set(scopes)),
        created=now(),
        expires_at=expires_at,
    )
    record(token_created, token, by=by, scopes=token.scopes)
    return token, secret


@action
def revoke_token(token: ApiToken, *, by: Person) -> ApiToken:
    """It opens nothing from now on; twice is once."""
    if token.owner_id != by.pk and not by.is_admin:
        raise Forbidden(_("It is somebody else's."))
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        record(token_revoked, token, by=by)
    return token
