"""The form of the digest's settings."""

from __future__ import annotations

from django import forms

from digests.models import Rhythm


class RhythmForm(forms.ModelForm[Rhythm]):
    """How often, when, on which day."""

    class Meta:
        model = Rhythm
        fields = ("frequency", "hour", "weekday")
        widgets = {"hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
