"""The forms of feeds: what is typed, checked before an action is asked."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from feeds.models import Attachment, Community, PostKind
from people.models import Person

KINDS = [
    (PostKind.UPDATE, _("Update")),
    (PostKind.QUESTION, _("Question")),
    (PostKind.PRAISE, _("Praise")),
    (PostKind.ANNOUNCEMENT, _("Announcement")),
]


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by the action that takes them in."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[File[bytes]]:
        """The files, none for none."""
        return [file for file in data or [] if file]


class BodyField(forms.Field):
    """What was written, as it was; the action says what a body may be."""

    widget = forms.Textarea(attrs={"rows": 10})

    def to_python(self, value: str | None) -> str:
        """The text, empty for none."""
        return value or ""


class NumberField(forms.UUIDField):
    """The number of a form, so that sending it twice is sending it once; a damaged one counts as none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value: Any) -> uuid.UUID | None:
        """The number, or None."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class FilesForm(forms.Form):
    """A form with files; those in `held` were taken in already, of this try or one before.

    They come in the field `files_in`, and what is wrong with them is told at the field `told_at`. One that
    `is_short` lacks a file that was held: it went with another form.
    """

    held: list[Attachment]
    is_short: bool
    files_in: ClassVar[str] = "file"
    told_at: ClassVar[str] = "body"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.held, self.is_short = [], False


class BodyForm(FilesForm):
    """Something written, with files."""

    body = BodyField(required=False)
    file = FilesField(required=False)
    client_uuid = NumberField()


class PostForm(BodyForm):
    """A post, in a community."""

    kind = forms.ChoiceField(choices=KINDS, initial=PostKind.UPDATE, required=False)
    community = forms.CharField(required=False, max_length=50)

    def clean_kind(self) -> str:
        """An update unless said otherwise."""
        return self.cleaned_data["kind"] or PostKind.UPDATE


class EditForm(forms.Form):
    """Other words for something, over the version that was read."""

    body = BodyField(label=_("Text"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CommunityForm(forms.ModelForm[Community]):
    """A new community."""

    slug = forms.CharField(
        label=_("Address"), required=False, max_length=50, help_text=_("Left empty, it follows the name.")
    )

    class Meta:
        model = Community
        fields = ("name", "kind", "slug", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "kind": forms.RadioSelect}
        help_texts = {
            "kind": _(
                "Open: every employee reads and joins. Closed: its name is seen, its posts by members alone."
                " Secret: only members know of it."
            )
        }

    def _post_clean(self) -> None:
        """The action checks and saves; the form only carries."""


class SettingsForm(forms.ModelForm[Community]):
    """What a moderator changes."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Community
        fields = ("name", "kind", "description", "is_announcement_only", "guests_may_help")
        widgets = CommunityForm.Meta.widgets
        help_texts = CommunityForm.Meta.help_texts

    def _post_clean(self) -> None:
        """The action checks and saves; the form only carries."""


class WhoForm(forms.Form):
    """A person by handle."""

    handle = forms.CharField(label=_("Whom?"), max_length=60)

    def clean_handle(self) -> Person:
        """The active person who bears it."""
        handle = self.cleaned_data["handle"].strip().lstrip("@").lower()
        person: Person | None = Person.objects.active().filter(handle=handle).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here is called that."))
        return person
