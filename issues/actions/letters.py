"""News by mail: one letter a mailbox, each with a link of its own that takes the place of the one before."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db.models import DateTimeField, Value
from django.db.models.functions import Least

from esn.activity.clock import current_replay, is_unseen, now
from esn.activity.spine import action, plant
from esn.lib import links
from issues.models import Contact, CustomerLetter, CustomerLink, CustomerUpdate
from people.models import Person

KIND = "customer.mail"
PURPOSE = "customer letter"
LASTS = dt.timedelta(days=90)
"""How long a link opens the page, mailed or handed out."""
OLD_LASTS = dt.timedelta(days=7)
"""The link of an older mail still opens the page for a week, so that nobody who reads slowly stands before a 404."""


def token_of(letter: CustomerLetter) -> str:
    """The token of the letter's link; it is stored nowhere and comes out the same whenever the letter is sent."""
    return links.derived_token(PURPOSE, letter.nonce)


def write_letters(news: CustomerUpdate, contacts: Sequence[Contact], *, by: Person) -> list[CustomerLetter]:
    """Put a letter to each contact into the post, within the action that publishes `news`; a replay writes none."""
    if current_replay() is not None:
        return []
    _replace_old_links(news, contacts)
    letters = [_write(news, contact, by) for contact in contacts]
    for letter in letters:
        if not is_unseen():
            plant(KIND, key=f"{KIND}:{letter.pk}", due_at=now(), letter=letter.pk)
    return letters


def _replace_old_links(news: CustomerUpdate, contacts: Sequence[Contact]) -> None:
    mailed = CustomerLink.objects.usable(now()).filter(issue=news.issue_id, contact__in=contacts, is_mailed=True)
    end = Value(now() + OLD_LASTS, output_field=DateTimeField())
    mailed.update(expires_at=Least("expires_at", end))


def _write(news: CustomerUpdate, contact: Contact, by: Person) -> CustomerLetter:
    nonce = secrets.token_hex(16)
    link = CustomerLink.objects.create(
        issue_id=news.issue_id,
        contact=contact,
        digest=links.digest(links.derived_token(PURPOSE, nonce)),
        by=by,
        created=now(),
        expires_at=now() + LASTS,
        is_mailed=True,
    )
    sent_at = now() if is_unseen() else None
    return CustomerLetter.objects.create(news=news, contact=contact, link=link, nonce=nonce, sent_at=sent_at)


@action
def claim(letter_id: int) -> CustomerLetter | None:
    """The letter if it is still to be sent: not sent before, its link open, and its contact there and willing."""
    rows = CustomerLetter.objects.select_related("news__by", "news__issue", "contact__customer", "link__issue")
    letter = rows.filter(pk=letter_id, sent_at=None).first()
    if letter is None or not letter.link.is_usable(now()):
        return None
    contact = letter.contact
    if contact.removed_at or not contact.email or not contact.by_mail:
        return None
    digest = links.digest(token_of(letter))
    if letter.link.digest != digest:  # the server's key was changed since
        CustomerLink.objects.filter(pk=letter.link_id).update(digest=digest)
    return letter


@action
def sent(letter: CustomerLetter) -> None:
    """It went out."""
    CustomerLetter.objects.filter(pk=letter.pk).update(sent_at=now())
