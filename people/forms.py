"""The forms of people: what is typed, checked before an action is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.lib.errors import Refusal
from people.checks import MOST_APPETITE
from people.models import Person, Role, Team
from people.models.people import HANDLE

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
THEMES = [("auto", gettext_lazy("As the system")), ("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark"))]


def blame(form: forms.BaseForm, refusal: Refusal, **called: str) -> None:
    """Put an action's refusal at the field it is about (`called` otherwise in the form), or above the form."""
    for error in refusal.errors:
        field = called.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, error.message)
    if not refusal.errors:
        form.add_error(None, refusal.message)


class ProfileForm(forms.ModelForm[Person]):
    """What everybody says of themselves."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, GIF or WebP; it is cut to a square."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    without_photo = forms.BooleanField(label=gettext_lazy("Show my initials instead of a photo"), required=False)
    appetite = forms.IntegerField(
        label=gettext_lazy("Appetite"),
        min_value=0,
        max_value=MOST_APPETITE,
        help_text=gettext_lazy("How many open bites you like to have at a time."),
    )

    class Meta:
        model = Person
        fields = ("name", "title", "place", "about", "appetite", "is_suggestible")
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def said(self) -> dict[str, Any]:
        """What the action `present` takes."""
        names = (*self.Meta.fields, "photo", "without_photo")
        return {name: self.cleaned_data[name] for name in names}

    def _post_clean(self) -> None:
        """Leave the person as they are: the action changes them, or nothing does."""


class SkillsForm(forms.Form):
    """Skills, separated by commas or lines."""

    names = forms.CharField(
        label=gettext_lazy("I am good at"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Separated by commas: invoicing, SQL, French."),
    )
    learning = forms.CharField(
        label=gettext_lazy("I am learning"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_names(self) -> list[str]:
        return self._split("names")

    def clean_learning(self) -> list[str]:
        return self._split("learning")

    def _split(self, name: str) -> list[str]:
        text: str = self.cleaned_data[name]
        return [part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()]


class HandleField(forms.CharField):
    """A person who is named by handle; becomes the Person, or a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=31, **kwargs)

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").strip().lstrip("@").lower()

    def clean(self, value: Any) -> Any:
        handle = super().clean(value)
        if not handle:
            return None
        person = Person.objects.active().filter(handle=handle).first()
        if person is None:
            raise ValidationError(_("Nobody here is called “%(handle)s”.") % {"handle": handle})
        return person


class AbsenceForm(forms.Form):
    """From a day to a day, both included, in the person's own time."""

    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Until, that day included"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    substitute = HandleField(
        label=gettext_lazy("Who stands in"), required=False, help_text=gettext_lazy("Takes over what you hold.")
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def said(self) -> dict[str, Any]:
        """What the action takes: an absence that begins today begins now, and the last day is part of it."""
        zone = timezone.get_current_timezone()
        first, after = self.cleaned_data["first"], self.cleaned_data["last"] + dt.timedelta(days=1)
        begins = dt.datetime.combine(first, dt.time(), zone)
        today = timezone.localdate()
        return {
            "starts_at": timezone.now() if first == today else begins,
            "ends_at": dt.datetime.combine(after, dt.time(), zone),
            "substitute": self.cleaned_data["substitute"],
            "note": self.cleaned_data["note"],
        }

    def clean_last(self) -> dt.date:
        last: dt.date = self.cleaned_data["last"]
        if last.year > timezone.localdate().year + 10:
            raise ValidationError(_("That is more than ten years ahead."))
        return last


class AppearanceForm(forms.Form):
    """How the pages look and speak to one person."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=50,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Look"), choices=THEMES, help_text=gettext_lazy("On this device."))
    shortcuts = forms.BooleanField(
        label=gettext_lazy("Single keys work as shortcuts"),
        required=False,
        help_text=gettext_lazy("Press ? anywhere to see them."),
    )

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise ValidationError(_("No time zone is called “%(zone)s”. Europe/Paris is one.") % {"zone": zone})
        return zone


class InviteForm(forms.Form):
    """A colleague or guest who is not here yet."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"), help_text=gettext_lazy("Gets a link to choose a password."))
    handle = forms.CharField(
        label=gettext_lazy("Handle"),
        max_length=30,
        validators=[HANDLE],
        help_text=gettext_lazy("Others mention them by it: @handle."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.EMPLOYEE)
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.all(), required=False)
    manager = HandleField(label=gettext_lazy("Manager"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    is_hunter = forms.BooleanField(label=gettext_lazy("Goes out and wins customers"), required=False)
