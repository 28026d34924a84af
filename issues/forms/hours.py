"""What the page of a community's working hours asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as lazy

from issues.calendars import written
from issues.forms.fields import AskForm
from issues.models import CommunityHours
from issues.working import hours_of
from people.forms import ZONES

DAYS = range(7)


class HoursForm(AskForm):
    """A zone, seven days, and the holidays."""

    zone = forms.ChoiceField(label=lazy("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    holidays = forms.CharField(
        label=lazy("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=lazy("A line each: 2026-12-25 Christmas."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("zone", *(f"day{number}" for number in DAYS), "holidays", "version")

    def prepare(self) -> None:
        """A field a day, Monday first."""
        for number in DAYS:
            self.fields[f"day{number}"] = forms.CharField(label=WEEKDAYS[number], required=False, max_length=200)
        self.order_fields(self.field_order)

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        days = [said.pop(f"day{number}") for number in DAYS]
        return {**said, "days": days}


def shown(community_id: int, own: CommunityHours | None) -> dict[str, Any]:
    """What the form shows at first: the hours that count now."""
    hours = own.working() if own else hours_of(community_id)
    days = {f"day{number}": written(hours.week[number]) for number in DAYS}
    names = own.holidays if own else {day.isoformat(): "" for day in sorted(hours.holidays)}
    holidays = "\n".join(f"{day} {name}".strip() for day, name in sorted(names.items()))
    return {"zone": hours.zone.key, **days, "holidays": holidays, "version": own.version if own else 0}
