"""Tables of people, teams, skills and absences for administrators; what has consequences goes through the actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.lib.errors import Refusal
from people.actions import access
from people.actions import people as acting
from people.models import Absence, Person, Skill, Team

Act = Callable[[Person, Person], object]


def each(request: HttpRequest, people: QuerySet[Person], act: Act) -> None:
    """Do it to each of the chosen, and say who was refused and why."""
    by, done = request.user, 0
    assert isinstance(by, Person)
    for person in people:
        try:
            act(person, by)
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{person.name}: {refusal.message}")
    messages.success(request, _("Done for %(count)d.") % {"count": done})


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """Accounts. Nobody is deleted: people are deactivated, and what they held moves on."""

    list_display = ("name", "handle", "email", "team", "role", "is_active", "is_last_resort")
    list_filter = ("role", "is_active", "is_ghost", "team")
    list_select_related = ("team",)
    search_fields = ("name", "handle", "email")
    autocomplete_fields = ("team", "manager")
    readonly_fields = ("is_active", "is_ghost", "is_last_resort", "created", "last_login")
    fields = (
        *("handle", "name", "email", "role", "title", "team", "manager", "place", "zone", "language", "is_hunter"),
        *readonly_fields,
    )
    actions = ("invite_again", "deactivate", "reactivate", "make_last_resort")
    actions_on_bottom = True

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        """A handle is chosen once: mentions and links hold on to it."""
        return (*self.readonly_fields, "handle") if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm[Person], change: bool) -> None:  # noqa: FBT001
        """Through the actions, which check, record and tell."""
        said: dict[str, Any] = dict(form.cleaned_data)
        by = request.user
        assert isinstance(by, Person)
        if not change:
            obj.pk = acting.create_person(by=by, **said).pk
            return
        kept = Person.objects.get(pk=obj.pk)
        acting.change_role(kept, by=by, role=said.pop("role"))
        acting.update_profile(kept, by=by, **said)

    @admin.action(description=gettext_lazy("Send a link to a password"))
    def invite_again(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        each(request, people, lambda person, by: access.invite(person, by=by))

    @admin.action(description=gettext_lazy("Deactivate"))
    def deactivate(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        each(request, people, lambda person, by: acting.deactivate(person, by=by))

    @admin.action(description=gettext_lazy("Take back"))
    def reactivate(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        each(request, people, lambda person, by: acting.reactivate(person, by=by))

    @admin.action(description=gettext_lazy("Make the network's last resort"))
    def make_last_resort(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        each(request, people, lambda person, by: acting.make_last_resort(person, by=by))


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    list_display = ("name", "parent", "place")
    list_select_related = ("parent",)
    search_fields = ("name",)
    prepopulated_fields: ClassVar[dict[str, Any]] = {"slug": ("name",)}


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin[Skill]):
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields: ClassVar[dict[str, Any]] = {"slug": ("name",)}


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin[Absence]):
    """To look at: absences are entered by people, because work moves when one begins."""

    list_display = ("person", "starts_at", "ends_at", "substitute")
    list_select_related = ("person", "substitute")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Absence | None = None) -> bool:
        return False
