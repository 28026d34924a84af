"""What is typed of customers, their contacts, and what they are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from issues.forms.fields import AskForm, ChoiceWidget, LinesField, MomentField, PersonField
from issues.lifecycle import Tier
from issues.models import Contact, Customer


class CustomerForm(AskForm):
    """A customer."""

    name = forms.CharField(label=_("Name"), max_length=120)
    tier = forms.ChoiceField(
        label=_("How much the customer weighs"), choices=Tier.choices, initial=Tier.STANDARD, widget=ChoiceWidget
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="en")
    segment = forms.CharField(label=_("Segment"), required=False, max_length=60)
    owner = PersonField(label=_("Who looks after the customer"), required=False)


class ChangeCustomerForm(CustomerForm):
    """A customer as it is, to be changed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ContactForm(AskForm):
    """A person at the customer."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class NewsForm(AskForm):
    """What the customer is told, and when he hears of us again."""

    body = LinesField(label=_("News to the customer"))
    next_news_at = MomentField(label=_("Next news"), required=False)


class LinkForm(AskForm):
    """To whom a link is handed out."""

    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("To whom?"))

    def prepare(self) -> None:
        """The people at the customers who are hit."""
        field = self.fields["contact"]
        if isinstance(field, forms.ModelChoiceField) and self.issue:
            field.queryset = contacts_of(self.issue)


def contacts_of(issue: Any) -> Any:
    """The contacts of every customer of a potato."""
    hit = issue.hunters.exclude(customer=None).values("customer_id")
    return Contact.objects.filter(customer_id__in=hit) | Contact.objects.filter(customer_id=issue.customer_id)


def as_it_is(customer: Customer) -> dict[str, Any]:
    """What the form to change a customer begins with."""
    return {
        "name": customer.name,
        "tier": customer.tier,
        "language": customer.language,
        "segment": customer.segment,
        "owner": customer.owner.handle if customer.owner else "",
        "version": customer.version,
    }
