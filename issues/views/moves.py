"""Every move of a potato, of a toss and of a question: one way to ask, one way to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from feeds.actions.sending import once
from feeds.views.sending import envelope
from issues.actions import feast, handoffs, joining, merging, potatoes, questions, resolving, waiting
from issues.forms import moves as forms
from issues.forms.fields import AskForm
from issues.models import Handoff, Issue, Question
from issues.reading.abilities import abilities
from issues.views.answers import ask, asked, done, sent, visible
from people.http import MemberRequest

Act = Callable[..., object]


@dataclass(frozen=True)
class Move:
    """What a move asks, what it is called, the action it leads to, what is said after it, and the move back."""

    title: str | Promise
    act: Act
    form: type[AskForm] = forms.NothingForm
    said: str | Promise = ""
    back: str = ""
    initial: Callable[[Issue], dict[str, Any]] | None = None


MOVES: Mapping[str, Move] = {
    "catch": Move(_("Catch it"), potatoes.catch, said=_("You hold it. Publish news when you know more.")),
    "offer": Move(_("Toss it"), handoffs.offer, forms.OfferForm, _("Tossed. You hold it until it is caught.")),
    "assign": Move(_("Assign it"), handoffs.assign, forms.AssignForm, _("Assigned.")),
    "discard": Move(_("Off the stove"), potatoes.discard, forms.ReasonForm, _("It is off the stove.")),
    "appeal": Move(_("Appeal"), potatoes.appeal, forms.ReasonForm, _("A moderator looks at it again.")),
    "accept-appeal": Move(_("Put it back on the stove"), potatoes.accept_appeal),
    "reject-appeal": Move(_("Leave it off the stove"), potatoes.reject_appeal, forms.ReasonForm),
    "allow-hunter": Move(_("Let the hunter catch it"), potatoes.allow_hunter, forms.ReasonForm),
    "wait": Move(_("Let it wait"), waiting.wait, forms.WaitForm, _("It waits. Its clocks stand still."), "resume"),
    "resume": Move(_("Go on"), waiting.resume),
    "resolve": Move(
        _("Resolve"),
        resolving.resolve,
        forms.ResolveForm,
        _("Resolved. The customer is asked."),
        initial=forms.recipe_so_far,
    ),
    "reopen": Move(_("Open it again"), resolving.reopen, forms.SayForm),
    "close": Move(_("Close"), resolving.close),
    "thank": Move(_("Thank everyone who ate"), feast.thank, said=_("Thank you passed on.")),
    "merge": Move(_("Merge"), merging.merge, forms.MergeForm, _("Merged."), "undo-merge"),
    "undo-merge": Move(_("Undo the merge"), merging.undo_merge),
    "move": Move(_("Move to a community"), joining.move, forms.PlaceForm, _("Moved.")),
    "ask": Move(_("Ask the hunter"), questions.ask, forms.QuestionForm, _("Asked.")),
    "edit": Move(_("Edit"), potatoes.edit, forms.EditForm, _("Saved."), initial=forms.as_it_is),
}
HANDOFFS: Mapping[str, Move] = {
    "accept": Move(_("Catch it"), handoffs.accept, said=_("You hold it.")),
    "refuse": Move(_("Refuse the toss"), handoffs.refuse, forms.SayForm, _("Refused.")),
    "withdraw": Move(_("Take the toss back"), handoffs.withdraw, said=_("You hold it as before.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, pk: int, move: str) -> HttpResponse:
    """One move of a potato."""
    known = _known(MOVES, move)
    issue = visible(request, pk)
    form = _form(request, known, issue)

    def act() -> Issue:
        known.act(issue, by=request.user, **form.said())
        return issue

    status = asked(request, form, lambda: once(envelope(request), Issue.objects.all(), act, by=request.user))
    if status:
        return _ask(request, known, form, issue, status)
    return done(request, pk, say=str(known.said), undo=_way_back(request, known, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def handoff(request: MemberRequest, pk: int, move: str) -> HttpResponse:
    """One answer to a toss."""
    known = _known(HANDOFFS, move)
    toss = get_object_or_404(Handoff.objects.visible_to(request.user), pk=pk)
    issue = visible(request, toss.issue_id)
    form = _form(request, known, issue)
    status = asked(request, form, lambda: known.act(toss, by=request.user, **form.said()))
    if status:
        return _ask(request, known, form, issue, status)
    return done(request, issue.pk, say=str(known.said))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The hunter answers, once."""
    seen = Question.objects.visible_to(request.user)
    question = get_object_or_404(seen.select_related("asked_by"), pk=pk)
    issue = visible(request, question.issue_id)
    form = forms.AnswerForm(sent(request), by=request.user, issue=issue)
    status = asked(request, form, lambda: questions.answer(question, by=request.user, **form.said()))
    if status:
        lead = f"{question.asked_by.first_name}: {question.body}"
        return ask(
            request,
            form,
            title=gettext("Answer"),
            send=gettext("Send"),
            back=issue.get_absolute_url(),
            status=status,
            lead=lead,
        )
    return done(request, issue.pk, say=gettext("Answered."))


@require_POST
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Hear of everything that happens to it."""
    joining.follow(visible(request, pk), by=request.user)
    return done(request, pk)


@require_POST
def unfollow(request: MemberRequest, pk: int) -> HttpResponse:
    """Hear no more of it."""
    joining.unfollow(visible(request, pk), by=request.user)
    return done(request, pk)


def _way_back(request: MemberRequest, move: Move, pk: int) -> str:
    """The address that undoes the move, for whoever may: merging is not always allowed back to who merged."""
    if not move.back:
        return ""
    issue = Issue.objects.select_related("community", "merged_into").get(pk=pk)
    return reverse("issues:act", args=[pk, move.back]) if move.back in abilities(issue, request.user) else ""


def _known(moves: Mapping[str, Move], name: str) -> Move:
    if name not in moves:
        raise Http404
    return moves[name]


def _form(request: MemberRequest, move: Move, issue: Issue) -> AskForm:
    initial = move.initial(issue) if move.initial else {}
    return move.form(sent(request), by=request.user, issue=issue, initial=initial)


def _ask(request: MemberRequest, move: Move, form: AskForm, issue: Issue, status: int) -> HttpResponse:
    title = str(move.title)
    sight = reverse("issues:sight", args=[issue.pk]) if "grant" in form.fields else ""
    return ask(
        request,
        form,
        title=title,
        send=title,
        back=issue.get_absolute_url(),
        status=status,
        lead=f"{issue.key} {issue.title}",
        sight=sight,
    )
