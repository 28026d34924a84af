"""What each move of a potato asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feeds.forms import NumberField
from feeds.models import Community
from issues.actions.handoffs import asks_reason
from issues.actions.resolving import Recipe
from issues.forms.fields import (
    AskForm,
    ChoiceWidget,
    CustomerField,
    IssueField,
    LinesField,
    MomentField,
    PersonField,
    ShowingForm,
)
from issues.lifecycle import Severity, Size, Status, TaskStatus, WaitingFor
from issues.models import Customer, Issue, Resolution
from issues.models.rules import number
from issues.rules import Rule, shown


class NothingForm(AskForm):
    """A move that asks for nothing but the tap."""


class ReasonForm(AskForm):
    """A move that needs its reason."""

    reason = LinesField(label=_("Why?"))


class SayForm(AskForm):
    """A move whose reason is welcome."""

    reason = LinesField(label=_("Why?"), required=False)


class OfferForm(ShowingForm):
    """To whom it is tossed."""

    to = PersonField(label=_("To whom?"))
    reason = LinesField(label=_("Why?"), required=False)

    def prepare(self) -> None:
        """From two bounces on the reason is asked for."""
        if self.issue and asks_reason(self.issue):
            self.fields["reason"].required = True

    def said(self) -> dict[str, Any]:
        """Whom, and why."""
        return {"to": self.cleaned_data["to"], "reason": self.cleaned_data["reason"]}


class AssignForm(OfferForm):
    """A moderator's last word."""

    reason = LinesField(label=_("Why?"))


class WaitForm(AskForm):
    """For whom it waits, and when it wakes up."""

    waiting_for = forms.ChoiceField(label=_("For whom?"), choices=WaitingFor.choices, widget=ChoiceWidget)
    until = MomentField(label=_("Wake it up"))
    reason = LinesField(label=_("Why?"))

    def prepare(self) -> None:
        """Say how far off it may be."""
        if self.issue:
            days = shown(number(self.issue.community_id, Rule.LONGEST_WAIT))
            self.fields["until"].help_text = gettext("Within the next %(days)s days.") % {"days": days}


class ResolveForm(AskForm):
    """The recipe; and the effort, where the holder does it all in one go."""

    effort = forms.ChoiceField(label=_("How long did it take?"), choices=Size.choices, widget=ChoiceWidget)
    cause = LinesField(label=_("What caused it?"), required=False)
    cure = LinesField(label=_("What cured it?"), required=False)
    lesson = LinesField(label=_("What do we learn?"), required=False)

    def prepare(self) -> None:
        """A potato with bites has its efforts already; an elephant needs its recipe."""
        if self.issue and self.issue.status != Status.CAUGHT:
            del self.fields["effort"]
        if self.issue and self.issue.is_elephant:
            self.fields["cause"].required = self.fields["cure"].required = True

    def said(self) -> dict[str, Any]:
        """The recipe as the action takes it."""
        names = ("cause", "cure", "lesson")
        recipe = Recipe(**{name: self.cleaned_data[name] for name in names})
        return {"recipe": recipe, "effort": self.cleaned_data.get("effort", "")}


class MergeForm(AskForm):
    """Into which other potato."""

    into = IssueField(label=_("Into which potato?"), help_text=_("Its key, such as HP-123."))


class PlaceForm(AskForm):
    """Where it goes."""

    community = forms.ModelChoiceField(Community.objects.none(), label=_("To which community?"))

    def prepare(self) -> None:
        """Where the reader may read."""
        field = self.fields["community"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Community.objects.readable_by(self.by)


class QuestionForm(AskForm):
    """Something that only the hunter knows, with the answers that one tap gives."""

    body = LinesField(label=_("What do you want to know?"))
    choices = LinesField(
        label=_("Answers to tap"),
        required=False,
        help_text=_("One a line, four at the most."),
    )
    client_uuid = NumberField()

    def prepare(self) -> None:
        """Yes and no, unless the asker knows better."""
        self.fields["choices"].initial = gettext("Yes") + "\n" + gettext("No")

    def said(self) -> dict[str, Any]:
        """The question, and its answers line by line."""
        return {"body": self.cleaned_data["body"], "choices": self.cleaned_data["choices"].splitlines()}


class AnswerForm(AskForm):
    """The answer."""

    body = LinesField(label=_("Your answer"))


class EditForm(AskForm):
    """What the potato says of itself."""

    title = forms.CharField(label=_("What hurts?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    description = LinesField(label=_("The whole story"), required=False)
    severity = forms.ChoiceField(label=_("How bad is it for them?"), choices=Severity.choices, widget=ChoiceWidget)
    customer = CustomerField(label=_("Customer"), required=False)
    due_at = MomentField(label=_("Due"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_customer(self) -> Customer | None:
        """One that is known; new ones are made on their own page."""
        found = self.cleaned_data["customer"]
        if isinstance(found, str):
            raise forms.ValidationError(gettext("No customer has this name. Add the customer first."))
        return found if isinstance(found, Customer) else None


def recipe_so_far(issue: Issue) -> dict[str, Any]:
    """What the form to resolve begins with: the recipe of an earlier resolution, or what was eaten as the cure."""
    written = Resolution.objects.filter(issue=issue).first()
    if written:
        return {"cause": written.cause, "cure": written.cure, "lesson": written.lesson}
    eaten = issue.tasks.filter(status=TaskStatus.DONE).order_by("position", "id").values_list("title", flat=True)
    return {"cure": "\n".join(f"- {title}" for title in eaten)} if issue.is_elephant else {}


def as_it_is(issue: Issue) -> dict[str, Any]:
    """What the form to change a potato begins with."""
    return {
        "title": issue.title,
        "description": issue.description,
        "severity": issue.severity,
        "customer": issue.customer.name if issue.customer else "",
        "due_at": issue.due_at,
        "version": issue.version,
    }
