"""What is typed to flag a potato: four fields and what comes with them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from esn.activity.clock import now
from esn.lib.text import whole_number
from feeds.forms import FilesForm
from feeds.models import Community
from issues.forms.fields import AskForm, ChoiceWidget, CustomerField
from issues.lifecycle import Severity
from issues.models import Customer

MOST_SENTENCE = 140
LONGEST = 3600
"""Seconds; a form that lay open longer says nothing of how long flagging takes."""


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

    took = forms.CharField(required=False)
    opened = forms.CharField(required=False)

    def prepare(self) -> None:
        """Where the reader may flag; each form has its own number, so that sending twice is sending once."""
        field = self.fields["community"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Community.objects.readable_by(self.by)
        self.initial.setdefault("client_uuid", uuid.uuid4())
        self.initial.setdefault("opened", int(now().timestamp()))

    def said(self) -> dict[str, Any]:
        """What the action takes; how long it took is told by the script, or by when the page was made."""
        said = super().said()
        seconds, opened = whole_number(said.pop("took")), whole_number(said.pop("opened"))
        if seconds is None and opened is not None:
            seconds = int(now().timestamp()) - opened
        return {**said, "took": dt.timedelta(seconds=seconds) if seconds and 0 < seconds <= LONGEST else None}

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
