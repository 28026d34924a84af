"""What the page of a community's numbers asks for: one field a number, empty for the default."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from issues.forms.fields import AskForm
from issues.rules import NUMBERS, Group, Number, Rule, shown


class RulesForm(AskForm):
    """Every number of a community."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        """A field a number, within its limits."""
        for rule, what in NUMBERS.items():
            attrs = {"step": shown(what.step), "inputmode": "decimal", "placeholder": shown(what.default)}
            self.fields[rule] = forms.DecimalField(
                label=rule.label,
                required=False,
                min_value=what.least,
                max_value=what.most,
                max_digits=7,
                decimal_places=2,
                help_text=str(what.why),
                widget=forms.NumberInput(attrs=attrs),
            )

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {"values": {rule: self.cleaned_data[rule] for rule in NUMBERS}, "version": self.cleaned_data["version"]}

    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, Number, str]]]]:
        """The fields under their headings, each with its number and its default."""
        return [
            (str(group.label), [self._row(rule) for rule, what in NUMBERS.items() if what.group == group])
            for group in Group
        ]

    def _row(self, rule: Rule) -> tuple[forms.BoundField, Number, str]:
        what = NUMBERS[rule]
        return self[rule], what, shown(what.default)


def initial(own: dict[str, Decimal], version: int) -> dict[str, Any]:
    """What the form shows at first: the community's own numbers; the defaults stand beside."""
    return {**{name: shown(value) for name, value in own.items()}, "version": version}
