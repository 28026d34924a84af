"""What is typed of a ladder: a row a step, with the one thing that its kind asks for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from esn.activity.horizon import check_near
from esn.lib.errors import Refused
from esn.lib.text import whole_number
from issues.forms.fields import AskForm, MomentField, PersonField
from issues.ladder import MOST_STEPS, Flaw, Step, StepKind, available
from people.models import Person, Team

Row = dict[str, str]
FIELDS: Mapping[str, str] = {
    StepKind.WAIT: "minutes",
    StepKind.ONLY_FROM_HEAT: "heat",
    StepKind.REPEAT: "times",
    StepKind.NOTIFY_PERSON: "person",
    StepKind.NOTIFY_TEAM: "team",
}
NAMES = ("minutes", "heat", "times", "person", "team")
MOST_ROWS = MOST_STEPS + 10
_SPAN = re.compile(r"(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*(?:min|m)?)?", re.ASCII | re.IGNORECASE)


def span_of(text: str) -> int | None:
    """The minutes of `30 min`, `1 h 30`, `2h` or `90`; None for anything else."""
    match = _SPAN.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def span_in_words(minutes: int) -> str:
    """Minutes as people write them."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


class SpanField(forms.CharField):
    """A stretch of working time as people write it."""

    def clean(self, value: Any) -> int:
        """Its minutes."""
        minutes = span_of(super().clean(value))
        if minutes is None:
            raise forms.ValidationError(_("Write it as 30 min, 2 h or 1 h 30."), code="span")
        return minutes


class StepForm(AskForm):
    """One step; only the field that its kind asks for is there."""

    kind = forms.CharField(widget=forms.HiddenInput)
    minutes = SpanField(label=lazy("How long, in working hours"), max_length=20)
    heat = forms.IntegerField(label=lazy("Heat, from 1 to 100"), min_value=1, max_value=100)
    times = forms.IntegerField(label=lazy("How often, five times at the most"), min_value=1, max_value=5)
    person = PersonField(label=lazy("Whom?"))
    team = forms.ModelChoiceField(Team.objects.all(), label=lazy("Which team?"))

    def prepare(self) -> None:
        """Leave the one field that belongs to the kind."""
        wanted = FIELDS.get(self.said_kind)
        for name in NAMES:
            if name != wanted:
                del self.fields[name]

    @property
    def said_kind(self) -> str:
        """The kind of this step."""
        return str(self.data.get(self.add_prefix("kind")) if self.is_bound else self.initial.get("kind", ""))

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(StepKind(self.said_kind).label)

    def step(self) -> Step:
        """What the action takes."""
        said = self.cleaned_data
        person, team = said.get("person"), said.get("team")
        numbers = {name: said[name] for name in ("minutes", "heat", "times") if name in said}
        return Step(self.said_kind, person=person.pk if person else None, team=team.pk if team else None, **numbers)


class MomentForm(forms.Form):
    """The moment at which nobody moves any more."""

    at = MomentField(label=lazy("If nobody moves from"))

    def clean_at(self) -> dt.datetime:
        """A moment that a calendar can go on from."""
        moment: dt.datetime = self.cleaned_data["at"]
        try:
            check_near(moment, field="at")
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return moment


def rows_in(data: QueryDict) -> list[Row]:
    """The rows that were sent; what is no kind of step is left out."""
    count = whole_number(data.get("count", "")) or 0
    found = [
        {name: data.get(f"s{number}-{name}", "") for name in ("kind", *NAMES)}
        for number in range(min(count, MOST_ROWS))
    ]
    return [row for row in found if row["kind"] in available]


def rows_of(steps: Sequence[Step]) -> list[Row]:
    """The rows that show steps as they are kept."""
    handles = dict(
        Person.objects.filter(pk__in={step.person for step in steps if step.person}).values_list("pk", "handle")
    )
    return [_row(step, handles) for step in steps]


def _row(step: Step, handles: Mapping[int, str]) -> Row:
    return {
        "kind": str(step.kind),
        "minutes": span_in_words(step.minutes) if step.minutes else "",
        "heat": str(step.heat or ""),
        "times": str(step.times or ""),
        "person": handles.get(step.person or 0, ""),
        "team": str(step.team or ""),
    }


def changed(rows: list[Row], what: str, kind: str) -> list[Row]:
    """The rows after a button: `add`, `up.NUMBER`, `down.NUMBER` or `drop.NUMBER`; anything else changes nothing."""
    act, _dot, said = what.partition(".")
    if act == "add" and kind in available and len(rows) < MOST_ROWS:
        return [*rows, {"kind": kind, **dict.fromkeys(NAMES, "")}]
    number = whole_number(said)
    if number is None or number >= len(rows):
        return rows
    rest = rows[:number] + rows[number + 1 :]
    places = {"up": max(number - 1, 0), "down": number + 1}
    if act in places:
        rest.insert(places[act], rows[number])
    return rest if act in (*places, "drop") else rows


def place_after(what: str, count: int) -> int | None:
    """Where the row stands now that a button moved or added; None where nothing moved."""
    act, _dot, said = what.partition(".")
    if act == "add":
        return count - 1
    number = whole_number(said) or 0
    moved = {"up": number - 1, "down": number + 1, "drop": number}
    return min(max(moved[act], 0), count - 1) if act in moved else None


def forms_of(rows: Sequence[Row], *, by: Person, is_sent: bool) -> list[StepForm]:
    """A form a row: to be checked if it `is_sent`, else as it was typed so far."""
    if not is_sent:
        return [StepForm(by=by, prefix=f"s{number}", initial=row) for number, row in enumerate(rows)]
    return [
        StepForm({f"s{number}-{name}": value for name, value in row.items()}, by=by, prefix=f"s{number}")
        for number, row in enumerate(rows)
    ]


def blame(found: Sequence[StepForm], flaws: Sequence[Flaw]) -> list[str]:
    """Put each flaw at its row; those of the whole ladder are given back."""
    for flaw in flaws:
        if flaw.position is not None:
            form = found[flaw.position]
            form.add_error(flaw.field if flaw.field in form.fields and flaw.field != "kind" else None, flaw.message)
    return [flaw.message for flaw in flaws if flaw.position is None]
