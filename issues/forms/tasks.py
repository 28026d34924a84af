"""What is typed of a bite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.actions.drafts import TaskDraft, parse_list
from issues.forms.fields import AskForm, ChoiceWidget, LinesField, MomentField, PersonField, ShowingForm
from issues.lifecycle import LIVE_TASK, Size
from issues.models import Task
from issues.policies import is_moderator


class BiteForm(ShowingForm):
    """One bite: its name is enough."""

    shown_to = "reviewer"

    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    done_when = forms.CharField(label=_("Done when"), required=False, max_length=500)
    size = forms.ChoiceField(label=_("How big?"), choices=Size.choices, initial=Size.S, widget=ChoiceWidget)
    skills = forms.CharField(
        label=_("Skills"), required=False, help_text=_("Separated by commas: invoicing, SQL, French.")
    )
    reviewer = PersonField(label=_("Who tastes it?"), required=False)
    due_at = MomentField(label=_("Due"), required=False)

    def clean_skills(self) -> list[str]:
        """The names."""
        return [name for part in self.cleaned_data["skills"].split(",") if (name := part.strip())]

    def draft(self) -> TaskDraft:
        """What the action takes."""
        return TaskDraft(**self.cleaned_data)


class ChangeBiteForm(BiteForm):
    """A bite as it is, to be changed."""

    depends_on = forms.ModelMultipleChoiceField(
        Task.objects.none(), label=_("It waits for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """It may wait for the live bites of its potato."""
        field = self.fields["depends_on"]
        if isinstance(field, forms.ModelMultipleChoiceField) and self.issue:
            field.queryset = Task.objects.filter(issue=self.issue, status__in=LIVE_TASK)

    def said(self) -> dict[str, Any]:
        """With the bites it waits for as a list."""
        return {**self.cleaned_data, "depends_on": list(self.cleaned_data["depends_on"])}


class PasteForm(AskForm):
    """A list, one bite a line."""

    lines = LinesField(
        label=_("One bite a line"),
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "- Find which job runs twice (XS)\n- Switch it off"}),
        help_text=_("Bullets, numbers and boxes are dropped; a size in brackets at the end is understood."),
    )

    def drafts(self) -> list[TaskDraft]:
        """What the action takes."""
        return parse_list(self.cleaned_data["lines"])


class TakeForm(AskForm):
    """Above the appetite a moderator gives a reason; the others are asked by one."""

    reason = LinesField(label=_("Why one more?"), required=False)

    def prepare(self) -> None:
        """Only a moderator's reason counts."""
        if self.issue and not is_moderator(self.by, self.issue.community):
            del self.fields["reason"]


class FinishForm(AskForm):
    """The effort, in one tap."""

    effort = forms.ChoiceField(label=_("How long did it take?"), choices=Size.choices, widget=ChoiceWidget)


class ReviewForm(AskForm):
    """How it tastes."""

    verdict = forms.ChoiceField(
        label=_("How does it taste?"),
        choices=[("accept", _("It is done")), ("rework", _("There is more to do"))],
        widget=ChoiceWidget,
    )
    reason = LinesField(label=_("Why?"), required=False)


class ExtendForm(AskForm):
    """Until when, and why."""

    due_at = MomentField(label=_("Until when?"))
    reason = LinesField(label=_("Why?"))


class AskPersonForm(AskForm):
    """Whom one asks to take it."""

    to = PersonField(label=_("Whom?"))
    note = LinesField(label=_("What do you tell them?"), required=False)

    def prepare(self) -> None:
        """A moderator may ask for more than the appetite."""
        if self.issue and is_moderator(self.by, self.issue.community):
            self.fields["note"].help_text = gettext("If their plate is full, this is the reason for one more.")


def as_it_is(task: Task) -> dict[str, Any]:
    """What the form to change a bite begins with."""
    return {
        "title": task.title,
        "done_when": task.done_when,
        "size": task.size,
        "skills": ", ".join(skill.name for skill in task.skills.all()),
        "reviewer": task.reviewer.handle if task.reviewer else "",
        "due_at": task.due_at,
        "depends_on": [needed.pk for needed in task.depends_on.all()],
        "version": task.version,
    }
