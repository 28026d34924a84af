"""What is typed of customers, their contacts, and what they are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feeds.forms import NumberField
from issues.forms.fields import AskForm, ChoiceWidget, LinesField, MomentField, PersonField
from issues.lifecycle import Tier
from issues.models import Contact, Customer, NewsStage
from issues.newswords import choices, fitting
from issues.recipients import contacts_of, mailed_by


class RecipientsField(forms.ModelMultipleChoiceField[Contact]):
    """Contacts, each with his customer and the language in which he is written to; guests learn no address."""

    with_address = True

    def label_from_instance(self, obj: Any) -> str:
        """Who it is."""
        said = [obj.name, obj.customer.name, obj.email if self.with_address else "", obj.get_language_display()]
        return " · ".join(word for word in said if word)


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
    by_mail = forms.BooleanField(label=_("News also comes by mail"), required=False, initial=True)


class NewsForm(AskForm):
    """What the customer is told, who gets it by mail as well, and when he hears of us again."""

    body = LinesField(label=_("News to the customer"), widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}))
    photo = forms.FileField(
        label=_("A picture or paper for the customer"), required=False, allow_empty_file=True,
        help_text=_("It stands under the text; whoever holds a link opens it there, without a login."),
    )  # fmt: skip
    next_news_at = MomentField(
        label=_("Next news"), required=False, help_text=_("Left empty, the promise of the community counts.")
    )
    to = RecipientsField(
        Contact.objects.none(), label=_("By mail to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    template = forms.ChoiceField(label=_("Begin with"), required=False)
    client_uuid = NumberField()

    def prepare(self) -> None:
        """Everybody reached by mail is ticked; the template is the one of the stage, in the customer's language."""
        if self.issue is None:
            return
        reached = mailed_by(self.issue)
        recipients = self.fields["to"]
        if isinstance(recipients, RecipientsField):
            recipients.with_address = not self.by.is_guest
            recipients.queryset = Contact.objects.filter(pk__in=[one.pk for one in reached]).select_related("customer")
        templates = self.fields["template"]
        if isinstance(templates, forms.ChoiceField):
            templates.choices = choices()
        self.initial.setdefault("to", [one.pk for one in reached])
        self.initial.setdefault("template", fitting(self.issue))

    def forgive(self) -> None:
        """Show what was typed without a word about what is still missing."""
        self.full_clean()
        self.errors.clear()

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("body", "next_news_at")} | {
            "to": list(self.cleaned_data["to"])
        }


class NewsTemplatesForm(AskForm):
    """The words of each stage in each language; an empty field goes back to the product's own."""

    def prepare(self) -> None:
        """A field for each."""
        for stage in NewsStage:
            for language, name in settings.LANGUAGES:
                label = f"{stage.label} · {name}"
                field = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}))
                self.fields[f"{stage.value}-{language}"] = field

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        keys = [(stage.value, language) for stage in NewsStage for language, _name in settings.LANGUAGES]
        return {"words": {key: self.cleaned_data["-".join(key)] for key in keys}}


class LinkForm(AskForm):
    """To whom a link is handed out."""

    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("To whom?"))

    def prepare(self) -> None:
        """The people at the customers who are hit."""
        field = self.fields["contact"]
        if isinstance(field, forms.ModelChoiceField) and self.issue:
            field.queryset = contacts_of(self.issue)


def contact_as_it_is(contact: Contact) -> dict[str, Any]:
    """What the form to change a contact begins with."""
    return {name: getattr(contact, name) for name in ("name", "email", "language", "by_mail")}


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
