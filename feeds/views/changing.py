"""What is done alike to posts and to comments: other words, what they said before, reactions, entries of a menu."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.lib.errors import Refusal
from esn.ui import Action
from feeds import policies
from feeds.forms import EditForm
from feeds.models import Comment, Post, PostEdit, Reaction
from people.forms import blame
from people.http import MemberRequest
from people.models import Person

Said = Post | Comment


def edit(request: MemberRequest, said: Said, save: Callable[..., object]) -> HttpResponse:
    """Other words for it; whoever wrote it has been asked for already."""
    form = EditForm(request.POST or None, initial={"body": said.body, "version": said.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save(said, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
            status = refusal.status
        else:
            return redirect(said)
    context = {"form": form, "thing": said, "back": said.get_absolute_url(), "stale": status == 409}
    return render(request, "feeds/edit.html", context, status=status)


def history(request: MemberRequest, said: Said, edits: QuerySet[PostEdit]) -> HttpResponse:
    """What it said before it was edited."""
    context = {"thing": said, "edits": edits.order_by("-at", "-id"), "back": said.get_absolute_url()}
    return render(request, "feeds/history.html", context)


def reactions(request: MemberRequest, said: Said, view: str) -> HttpResponse:
    """The reactions to choose from; `view` takes the one that is chosen."""
    return render(request, "feeds/_reactions.html", {"thing": said, "react_url": reverse(view, args=[said.pk])})


def chosen(request: MemberRequest, given: QuerySet[Reaction]) -> tuple[str, bool]:
    """The emoji that was tapped, and whether the reader has given it already."""
    emoji = request.POST.get("emoji", "").replace("\0", "")
    return emoji, given.filter(person=request.user, emoji=emoji).exists()


def entries(person: Person, said: Said, *, edit_view: str, delete_view: str) -> list[Action]:
    """What this person may do with the words themselves."""
    found = []
    if policies.may_edit(person, said):
        found.append(Action(_("Edit"), reverse(edit_view, args=[said.pk]), "pencil", method="get"))
    if policies.may_delete(person, said):
        found.append(Action(_("Delete"), reverse(delete_view, args=[said.pk]), "trash-2", target=said.dom_id))
    return found
