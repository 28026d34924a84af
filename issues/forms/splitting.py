"""What is chosen of proposed bites, and what is typed of a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.actions.drafts import TaskDraft
from issues.actions.splitting import MOST_ABOUT, MOST_BITES, MOST_NAME
from issues.actions.tasks import MOST_DONE_WHEN, MOST_TITLE
from issues.forms.fields import AskForm, LinesField
from issues.lifecycle import Size
from issues.models import SplitTemplate
from issues.reading.proposals import Proposal

MOST_SKILLS = 300


class ProposedForm(forms.Form):
    """One proposed bite: chosen or not, its title and its size to be changed before it is added."""

    pick = forms.BooleanField(required=False)
    title = forms.CharField(required=False, max_length=MOST_TITLE)
    size = forms.ChoiceField(required=False, choices=Size.choices)
    done_when = forms.CharField(required=False, max_length=MOST_DONE_WHEN, widget=forms.HiddenInput)
    skills = forms.CharField(required=False, max_length=MOST_SKILLS, widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A chosen one needs its title."""
        said = dict(super().clean() or {})
        if said.get("pick") and "title" in said and not said["title"].strip():
            self.add_error("title", gettext("Name the bite in a few words."))
        return said

    def draft(self) -> TaskDraft:
        """What the action takes."""
        said = self.cleaned_data
        skills = [name for part in said["skills"].split(",") if (name := part.strip())]
        return TaskDraft(said["title"], said["done_when"], said["size"] or Size.S, skills=skills)


ProposedFormSet = forms.formset_factory(
    ProposedForm, extra=0, max_num=MOST_BITES, absolute_max=MOST_BITES, validate_max=True
)


def chosen(rows: Any) -> list[TaskDraft]:
    """The drafts of what was ticked in a formset that is valid."""
    return [row.draft() for row in rows if row.cleaned_data.get("pick")]


def from_proposals(proposals: Sequence[Proposal], of: int) -> list[dict[str, Any]]:
    """What the rows begin with: what is common is ticked, and each says how many had it."""
    return [
        {
            "pick": one.is_common,
            "title": one.title,
            "size": one.size,
            "done_when": one.done_when,
            "skills": ", ".join(one.skills),
            "note": gettext("in %(count)s of %(of)s") % {"count": one.count, "of": of},
        }
        for one in proposals
    ]


def from_drafts(drafts: Sequence[TaskDraft]) -> list[dict[str, Any]]:
    """What the rows begin with from a template: all of it, ticked."""
    return [{"pick": True, "title": draft.title, "size": draft.size} for draft in drafts]


class TemplateForm(AskForm):
    """A template: its name, when it fits, and its bites."""

    name = forms.CharField(label=_("Name"), max_length=MOST_NAME)
    about = forms.CharField(
        label=_("When does it fit?"),
        required=False,
        max_length=MOST_ABOUT,
        help_text=_("One sentence for whoever chooses a template."),
    )
    lines = LinesField(
        label=_("One bite a line"),
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "Find which job runs twice (XS)\nSwitch it off (XS)"}),
        help_text=_("In the order in which they are eaten; a size in brackets at the end is understood."),
    )


class ChangeTemplateForm(TemplateForm):
    """A template as it is, to be changed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def template_as_it_is(template: SplitTemplate) -> dict[str, Any]:
    """What the form to change a template begins with."""
    return {"name": template.name, "about": template.about, "lines": template.lines, "version": template.version}
