"""Forms of the settings page: the matrix of topics and channels, and quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from notifications.models import Hours, Topic, working_week
from notifications.wishes import Wish

HOURS = ("quiet_from", "quiet_until", "hunting_from", "hunting_until", "hunting_days")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


@dataclass(frozen=True)
class MatrixRow:
    """One topic with its two boxes."""

    topic: Topic
    in_app: BoundField
    by_mail: BoundField


class SettingsForm(forms.Form):
    """What reaches me, and how."""

    quiet_from = forms.TimeField(label=_("No mail from"), required=False, widget=CLOCK)
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=CLOCK)
    hunting_from = forms.TimeField(label=_("Hunting from"), required=False, widget=CLOCK)
    hunting_until = forms.TimeField(label=_("until"), required=False, widget=CLOCK)
    hunting_days = forms.TypedMultipleChoiceField(
        label=_("On"), required=False, coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, matrix: list[tuple[Topic, Wish]], hours: Hours | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, wish in matrix:
            for channel, label in (("in_app", _("%(topic)s: in the inbox")), ("by_mail", _("%(topic)s: by e-mail"))):
                say = str(label) % {"topic": topic.label}
                box = forms.CheckboxInput(attrs={"aria-label": say})
                self.fields[f"{topic}_{channel}"] = forms.BooleanField(
                    label=say, required=False, initial=getattr(wish, channel), widget=box
                )
        self.initial["hunting_days"] = working_week()
        for name in HOURS if hours is not None else ():
            self.initial[name] = getattr(hours, name)

    def rows(self) -> list[MatrixRow]:
        """The matrix for the page."""
        return [MatrixRow(topic, self[f"{topic}_in_app"], self[f"{topic}_by_mail"]) for topic in Topic]

    def hours(self) -> dict[str, Any]:
        """When I want no mail, and when I hunt, as the action takes it."""
        said = self.cleaned_data
        return {
            "quiet": (said["quiet_from"], said["quiet_until"]),
            "hunting": (said["hunting_from"], said["hunting_until"]),
            "days": said["hunting_days"],
        }

    def wishes(self) -> dict[Topic, Wish]:
        """What was ticked."""
        said = self.cleaned_data
        return {topic: Wish(said[f"{topic}_in_app"], said[f"{topic}_by_mail"]) for topic in Topic}
