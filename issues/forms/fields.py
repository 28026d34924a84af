"""Fields that name people, potatoes, customers and moments, as people write them."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from esn.lib.errors import Refusal, Refused
from esn.lib.text import check_text
from issues.models import Customer, Issue
from issues.sight import may_see
from people.forms import blame
from people.models import Person

MOST_NAME = 120
MOST_ID = 2**63 - 1
KEY = re.compile(r"^(?:.*/)?(?:HP-?)?(\d{1,19})/?$", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00\ud800-\udfff]")


class PersonWidget(forms.TextInput):
    """A text field that suggests people and sends a handle."""

    template_name = "issues/widgets/person.html"


class ChoiceWidget(forms.RadioSelect):
    """A few choices side by side, one tap each."""

    template_name = "issues/widgets/choice.html"


class MomentField(forms.DateTimeField):
    """A date and a time of day, in the reader's own zone."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class LinesField(forms.CharField):
    """Some lines; how long they may be is the action's to say."""

    widget = forms.Textarea(attrs={"rows": 3})


class PersonField(forms.CharField):
    """A person whom the reader may see, by handle or whole name."""

    widget = PersonWidget
    reader: Person | None = None

    def clean(self, value: Any) -> Person | None:
        """The person; None for a field left empty that may be."""
        said = super().clean(value)
        found = named(self.reader, said) if self.reader else None
        if found is None and said.strip():
            raise ValidationError(_("Nobody of this name works here."), code="unknown")
        return found


def named(reader: Person, text: str) -> Person | None:
    """The person whom the reader means, by handle or by a name that only one has."""
    said = CONTROLS.sub("", text).strip().lstrip("@")
    known = Person.objects.active().visible_to(reader)
    if not said:
        return None
    alike = list(known.filter(name__iexact=said)[:2])
    return known.filter(handle=said.lower()).first() or (alike[0] if len(alike) == 1 else None)


class IssueField(forms.CharField):
    """A potato that the reader may see, by its key, its number or its address."""

    reader: Person | None = None

    def clean(self, value: Any) -> Issue | None:
        """The potato."""
        match = KEY.match(super().clean(value).strip())
        if match is None or self.reader is None or int(match[1]) > MOST_ID:
            raise ValidationError(_("Give its key, such as HP-123."), code="unknown")
        found = Issue.objects.visible_to(self.reader).filter(pk=int(match[1])).first()
        if found is None:
            raise ValidationError(_("There is no such potato, or you may not see it."), code="unknown")
        return found


class CustomerField(forms.CharField):
    """A customer by name, whatever its capitals. A name that is not known yet stays a name."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "list": "customers"})
    reader: Person | None = None

    def clean(self, value: Any) -> Customer | str | None:
        """The customer, the new name, or None."""
        name = " ".join(_checked(super().clean(value), MOST_NAME).split())
        if not name or self.reader is None:
            return None
        return Customer.objects.visible_to(self.reader).filter(name__iexact=name).first() or name


def _checked(value: str, most: int) -> str:
    try:
        return check_text(value, most=most, name="customer")
    except Refused as refusal:
        raise ValidationError(refusal.message, code=refusal.code) from None


class AskForm(forms.Form):
    """A form that knows its reader, and of which potato it is asked."""

    def __init__(self, data: Any = None, *, by: Person, issue: Issue | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.by, self.issue = by, issue
        for field in self.fields.values():
            if isinstance(field, PersonField | IssueField | CustomerField):
                field.reader = by
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the potato and the reader."""

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)

    def blame(self, refusal: Refusal) -> None:
        """Put an action's refusal at the field it is about, or above the form."""
        blame(self, refusal)


class ShowingForm(AskForm):
    """Names somebody: who could not see the potato is said first, and sees it by the second tap."""

    shown_to: ClassVar[str] = "to"
    grant = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask again before somebody is shown what he could not see."""
        said = dict(super().clean() or {})
        to, granted = said.get(self.shown_to), said.pop("grant", "")
        if isinstance(to, Person) and self.issue and granted != to.handle and not may_see(to, self.issue):
            self.data = {**self.data.dict(), "grant": to.handle} if isinstance(self.data, QueryDict) else self.data
            sentence = _("%(name)s cannot see this potato yet. Tap again and %(name)s sees it from then on.")
            self.add_error(self.shown_to, sentence % {"name": to.first_name})
        return said
