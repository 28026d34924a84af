"""Bites: added, taken, eaten, put in another order; each by one address."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from esn.lib.text import whole_number
from issues.actions import asking, eating, extending, tasks
from issues.forms import tasks as forms
from issues.forms.fields import AskForm
from issues.forms.moves import NothingForm, ReasonForm, SayForm
from issues.models import Extension, Task
from issues.views.answers import ask, asked, done, sent, visible, visible_task
from issues.views.moves import Move
from people.http import MemberRequest

MOVES: Mapping[str, Move] = {
    "take": Move(_("Take it"), tasks.take, forms.TakeForm, _("It is on your plate."), "return"),
    "start": Move(_("Start"), eating.start),
    "finish": Move(_("Finish"), eating.finish, forms.FinishForm, _("Eaten. Thank you!")),
    "return": Move(_("Put it back"), tasks.give_back, SayForm, _("It is back on the table."), "take"),
    "cancel": Move(_("Off the menu"), tasks.cancel, SayForm, _("It is off the menu.")),
    "block": Move(_("Stuck"), eating.block, ReasonForm, _("The holder is told."), "unblock"),
    "unblock": Move(_("Go on"), eating.unblock),
    "approve": Move(_("Approve"), tasks.approve, NothingForm, _("It is on the table.")),
    "review": Move(_("Taste"), eating.review, forms.ReviewForm),
    "ask": Move(_("Ask somebody"), asking.ask_person, forms.AskPersonForm, _("Asked.")),
    "extend": Move(_("More time"), extending.extend, forms.ExtendForm, _("It has more time now.")),
    "grant": Move(_("Give more time"), extending.grant_extension, NothingForm, _("It has more time now.")),
    "refuse-more": Move(_("No more time"), extending.refuse_extension, ReasonForm, _("The due date stays.")),
    "edit": Move(_("Edit"), eating.edit, forms.ChangeBiteForm, _("Saved.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest, pk: int) -> HttpResponse:
    """Cut one bite off."""
    issue = visible(request, pk)
    form = forms.BiteForm(sent(request), by=request.user, issue=issue)
    status = asked(request, form, lambda: tasks.add(issue, by=request.user, drafts=[form.draft()]))
    if status:
        back = issue.get_absolute_url()
        return ask(
            request, form, title=gettext("Add a bite"), send=gettext("Put it on the table"), back=back, status=status
        )
    return done(request, pk, say=gettext("It is on the table."))


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: MemberRequest, pk: int) -> HttpResponse:
    """Cut many off, one a line."""
    issue = visible(request, pk)
    form = forms.PasteForm(sent(request), by=request.user, issue=issue)
    status = asked(request, form, lambda: tasks.add(issue, by=request.user, drafts=form.drafts()))
    if status:
        back = issue.get_absolute_url()
        return ask(
            request,
            form,
            title=gettext("Paste a list"),
            send=gettext("Put them on the table"),
            back=back,
            status=status,
        )
    return done(request, pk, say=gettext("They are on the table."))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, pk: int, move: str) -> HttpResponse:
    """One move of a bite."""
    if move == "split":
        return _cut(request, pk)
    if move not in MOVES:
        raise Http404
    bite, known = visible_task(request, pk), MOVES[move]
    form = _form(request, known, bite)
    status = asked(request, form, lambda: known.act(bite, by=request.user, **form.said()))
    if status:
        return _ask(request, known, form, bite, status)
    undo = reverse("issues:task-act", args=[pk, known.back]) if known.back else ""
    return done(request, bite.issue_id, say=_said(bite, known), undo=undo)


def _said(bite: Task, move: Move) -> str:
    """More time is given at once by whoever steers; for the others the holder decides."""
    if move.act is extending.extend and Extension.objects.waiting().filter(task=bite).exists():
        return gettext("Asked. The holder decides.")
    return str(move.said)


def _cut(request: MemberRequest, pk: int) -> HttpResponse:
    """A bite into smaller ones, one a line."""
    bite = visible_task(request, pk)
    form = forms.PasteForm(sent(request), by=request.user, issue=bite.issue)
    status = asked(request, form, lambda: tasks.split(bite, by=request.user, drafts=form.drafts()))
    if status:
        back = bite.issue.get_absolute_url()
        return ask(
            request,
            form,
            title=gettext("Cut it smaller"),
            send=gettext("Cut"),
            back=back,
            status=status,
            lead=bite.title,
        )
    return done(request, bite.issue_id, say=gettext("Cut into smaller bites."))


@require_POST
def reorder(request: MemberRequest, pk: int) -> HttpResponse:
    """Before another bite of the same potato, or at the end."""
    bite = visible_task(request, pk)
    other = whole_number(request.POST.get("before", ""))
    before = get_object_or_404(Task, pk=other, issue=bite.issue_id) if other is not None else None
    eating.reorder(bite, by=request.user, before=before)
    return done(request, bite.issue_id)


def _form(request: MemberRequest, move: Move, task: Task) -> AskForm:
    initial = forms.as_it_is(task) if move.form in (forms.ChangeBiteForm, forms.ExtendForm) else {}
    return move.form(sent(request), by=request.user, issue=task.issue, initial=initial)


def _ask(request: MemberRequest, move: Move, form: AskForm, task: Task, status: int) -> HttpResponse:
    title = str(move.title)
    back = task.issue.get_absolute_url()
    return ask(request, form, title=title, send=title, back=back, status=status, lead=task.title)
