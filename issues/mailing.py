"""How news looks as a letter to a customer's contact: in his language, in the company's colour, with his link."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from esn import brand
from esn.lib.mail import Mail, message_id_for
from esn.lib.text import plain
from issues.actions.letters import token_of
from issues.models import Contact, CustomerLetter
from issues.pictures import behind

COLOUR = "#0d5c59"


@dataclass(frozen=True)
class Words:
    """All that a letter says, copied field by field; the same stands in the preview."""

    subject: str
    key: str
    customer: str
    contact: str
    by: str
    html: str
    next_news_at: dt.datetime | None
    url: str = ""


def words_for(
    contact: Contact, *, key: str, by: str, html: str, next_news_at: dt.datetime | None, url: str = ""
) -> Words:
    """What a letter to `contact` says, in the language that is active."""
    subject = _("%(company)s: news of your case %(key)s") % {"company": settings.COMPANY_NAME, "key": key}
    return Words(subject, key, contact.customer.name, contact.name, by, html, next_news_at, url)


def compose(letter: CustomerLetter) -> Mail:
    """The letter as it is sent; named after itself, so that one sent twice is one in the mailbox."""
    contact, news = letter.contact, letter.news
    url = settings.BASE_URL + reverse("issues:status", args=[token_of(letter)])
    with translation.override(contact.language), timezone.override(settings.COMPANY_ZONE):
        said = words_for(
            contact,
            key=letter.link.issue.key,
            by=news.by.first_name,
            html=behind(news.body_html, url).replace("<img ", '<img style="max-width:100%;height:auto" '),
            next_news_at=news.next_news_at,
            url=url,
        )
        facts = {"said": said, "text": plain(said.html), "company": settings.COMPANY_NAME, "colour": colour()}
        facts["language"] = contact.language
        return Mail(
            to=contact.email,
            subject=said.subject,
            text=render_to_string("mail/customer/news.txt", facts),
            html=render_to_string("mail/customer/news.html", facts),
            message_id=message_id_for("customer", letter.pk),
        )


def colour() -> str:
    """The company's colour as white words can stand on it."""
    found = brand.parse(settings.COMPANY_COLOUR)
    return brand.light(found).accent if found else COLOUR
