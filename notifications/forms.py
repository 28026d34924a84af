"""Forms of the settings page: the matrix of topics and channels, and quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from notifications.models import Hours, Topic
from notifications.wishes import Wish

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

    def __init__(self, *args: Any, matrix: list[tuple[Topic, Wish]], hours: Hours | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, wish in matrix:
            for channel, label in (("in_app", _("%(topic)s: in the inbox")), ("by_mail", _("%(topic)s: by e-mail"))):
                say = str(label) % {"topic": topic.label}
                box = forms.CheckboxInput(attrs={"aria-label": say})
                self.fields[f"{topic}_{channel}"] = forms.BooleanField(
                    label=say, required=False, initial=getattr(wish, channel), widget=box
                )
        if hours is not None:
            self.initial["quiet_from"], self.initial["quiet_until"] = hours.quiet_from, hours.quiet_until

    def rows(self) -> list[MatrixRow]:
        """The matrix for the page."""
        return [MatrixRow(topic, self[f"{topic}_in_app"], self[f"{topic}_by_mail"]) for topic in Topic]

    def wishes(self) -> dict[Topic, Wish]:
        """What was ticked."""
        said = self.cleaned_data
        return {topic: Wish(said[f"{topic}_in_app"], said[f"{topic}_by_mail"]) for topic in Topic}
