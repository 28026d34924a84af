"""What is typed to flag a potato: four fields and what comes with them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feeds.forms import FilesForm
from feeds.models import Community
from issues.forms.fields import AskForm, ChoiceWidget, CustomerField
from issues.lifecycle import Severity
from issues.models import Customer

MOST_SENTENCE = 140


class FlagForm(AskForm, FilesForm):
    """Customer, one sentence, severity, photo."""

    files_in: ClassVar[str] = "photo"
    told_at: ClassVar[str] = "photo"

    customer = CustomerField(label=_("Customer"), required=False)
    title = forms.CharField(label=_("What hurts?"), max_length=MOST_SENTENCE, strip=True)
    severity = forms.ChoiceField(
        label=_("How bad is it for them?"),
        choices=Severity.choices,
        initial=Severity.MEDIUM,
        required=False,
        widget=ChoiceWidget,
    )
    photo = forms.FileField(label=_("Photo"), required=False, allow_empty_file=True)
    description = forms.CharField(required=False)
    community = forms.ModelChoiceField(
        Community.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={
            "invalid_choice": _("That community is not open to you. Sent again, the potato goes to the whole company.")
        },
    )
    client_uuid = forms.UUIDField(
        required=False, error_messages={"invalid": _("The form was damaged on its way. Send it once more.")}
    )

    def prepare(self) -> None:
        """Where the reader may flag; each form has its own number, so that sending twice is sending once."""
        field = self.fields["community"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Community.objects.readable_by(self.by)
        self.initial.setdefault("client_uuid", uuid.uuid4())

    def clean_severity(self) -> str:
        """Medium unless said otherwise."""
        return self.cleaned_data["severity"] or Severity.MEDIUM

    def clean_customer(self) -> Customer | str | None:
        """One that is known, or the name of a new one, which guests cannot add."""
        found: Customer | str | None = self.cleaned_data["customer"]
        if isinstance(found, str) and self.by.is_guest:
            raise forms.ValidationError(gettext("No customer has this name."))
        return found


class JoinForm(AskForm):
    """For which customer it is "mine too"; one who is new here is added."""

    customer = CustomerField(label=_("At which customer?"), required=False)
