"""What the page of the watch asks for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from issues.actions.watch import MOST_IN_LINE, Turns
from issues.forms.fields import AskForm, MomentField, PersonField, named
from issues.models import Rota
from issues.rota import Rhythm
from people.forms import ZONES
from people.models import Person


class LineField(forms.CharField):
    """People in their order, by handle or whole name, with commas or line breaks between them."""

    widget = forms.Textarea(attrs={"rows": 2})
    reader: Person | None = None

    def clean(self, value: Any) -> list[Person]:
        """Each of them."""
        said = [part for part in super().clean(value).replace("\n", ",").split(",") if part.strip()]
        if len(said) > MOST_IN_LINE:
            raise forms.ValidationError(_("That is more people than a rota can take."), code="too_many")
        found = [(part, named(self.reader, part) if self.reader else None) for part in said]
        unknown = [part.strip() for part, person in found if person is None]
        if unknown:
            sentence = _("Nobody of this name works here: %(names)s.")
            raise forms.ValidationError(sentence % {"names": ", ".join(unknown)[:200]}, code="unknown")
        return [person for _part, person in found if person is not None]


class WatchForm(AskForm):
    """Who stands behind the rota."""

    person = PersonField(label=lazy("On watch"))


class ShiftForm(AskForm):
    """Who takes which stretch, whatever the rota says."""

    person = PersonField(label=lazy("Who"))
    starts_at = MomentField(label=lazy("From"))
    ends_at = MomentField(label=lazy("Until"))


class SwapForm(AskForm):
    """Who is asked to take which stretch."""

    to = PersonField(label=lazy("Whom do you ask?"))
    starts_at = MomentField(label=lazy("From"))
    ends_at = MomentField(label=lazy("Until"))


class RotaForm(AskForm):
    """Who takes turns, and when the watch passes on."""

    rhythm = forms.ChoiceField(label=lazy("The watch passes on"), choices=Rhythm.choices)
    turns_on = forms.TypedChoiceField(
        label=lazy("Weekday"), choices=list(WEEKDAYS.items()), coerce=int, help_text=lazy("For a weekly rota.")
    )
    turns_at = forms.TimeField(label=lazy("At"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    zone = forms.ChoiceField(label=lazy("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    starts_on = forms.DateField(label=lazy("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    week = LineField(label=lazy("In this order"), help_text=lazy("Handles or names, with commas between them."))
    has_weekends_apart = forms.BooleanField(label=lazy("Weekends apart"), required=False)
    weekend = LineField(label=lazy("At weekends, in this order"), required=False)

    def prepare(self) -> None:
        """The lines look people up for the reader."""
        for name in ("week", "weekend"):
            self.fields[name].reader = self.by  # type: ignore[attr-defined]

    def turns(self) -> Turns:
        """What the action takes."""
        said = dict(self.cleaned_data)
        is_apart, weekend = said.pop("has_weekends_apart"), said.pop("weekend")
        return Turns(**said, weekend=weekend if is_apart else None)


def shown(rota: Rota | None, *, zone: str, today: dt.date) -> dict[str, Any]:
    """What the form shows at first: the rota as it is, or a weekly one from today on."""
    if rota is None:
        return {"rhythm": Rhythm.WEEKLY, "turns_at": dt.time(9), "zone": zone, "starts_on": today}
    lines: dict[bool, list[str]] = {False: [], True: []}
    for place in rota.places.select_related("person"):
        lines[place.is_weekend].append(place.person.handle)
    names = ("rhythm", "turns_on", "turns_at", "zone", "starts_on", "has_weekends_apart")
    said = {name: getattr(rota, name) for name in names}
    return {**said, "week": ", ".join(lines[False]), "weekend": ", ".join(lines[True])}
