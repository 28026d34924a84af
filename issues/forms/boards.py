"""What is typed to keep a view of the board, to flag from it, to move several, and to limit its columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feeds.models import Community
from issues.actions.boards import LIMITED, MOST_LIMIT, MOST_NAME
from issues.forms.fields import AskForm
from issues.lifecycle import Status


class ViewForm(AskForm):
    """Its name, and with whom it is shared."""

    name = forms.CharField(label=_("Name of the view"), max_length=MOST_NAME)
    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("Share it with"), required=False, empty_label=_("Only me")
    )

    def prepare(self) -> None:
        """One's own communities."""
        field = self.fields["community"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Community.objects.readable_by(self.by).of(self.by)


class NameForm(AskForm):
    """A view's new name."""

    name = forms.CharField(label=_("Name of the view"), max_length=MOST_NAME)


class LimitsForm(AskForm):
    """A number a column; empty warns of nothing."""

    def prepare(self) -> None:
        """The columns in which potatoes are held."""
        for status in LIMITED:
            self.fields[status.value] = forms.IntegerField(
                label=status.label, required=False, min_value=1, max_value=MOST_LIMIT
            )

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {"limits": {Status(name): most for name, most in self.cleaned_data.items()}}
