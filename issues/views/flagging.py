"""Flagging a potato: four fields, and what is already on the stove while one types."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn import toasts
from esn.activity.clock import now
from feeds.actions.company import ensure_company
from feeds.actions.sending import Envelope, once
from feeds.views.sending import check_whole, envelope, hold
from issues.actions import flagging, joining
from issues.actions.potatoes import Flag
from issues.actions.sending import sent_before
from issues.forms.flagging import FlagForm, JoinForm
from issues.models import Customer, Issue
from issues.reading.prefill import prefill
from issues.reading.similar import similar as alike
from issues.views.answers import ask, asked, done, sent, visible
from issues.watching import on_watch
from people.http import MemberRequest
from people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """One screen; it works without scripts, and without a network once the page was open."""
    form = _form(request)
    if request.method == "POST":
        hold(request, form)
    made: list[Issue] = []
    letter = envelope(request)

    def act() -> None:
        made.append(once(letter, Issue.objects.all(), lambda: flag_by(form, request.user, letter), by=request.user))

    status = asked(request, form, act)
    if status:
        facts = {"form": form, "watch": on_watch(ensure_company(), now()), "found": alike(_typed(form), request.user)}
        return render(request, "issues/new.html", facts, status=status)
    toasts.say(request, _("Flagged. %(name)s has it.") % {"name": made[0].owner.first_name})
    return redirect(made[0])


def _form(request: MemberRequest) -> FlagForm:
    if request.method == "POST":
        return FlagForm(request.POST, files=request.FILES, by=request.user)
    return FlagForm(by=request.user, initial=prefill(request.user, request.GET))


def flag_by(form: FlagForm, person: Person, letter: Envelope | None = None) -> Issue:
    """Flag what a valid form says. Raises what the action refuses.

    Under a number that brought a potato already, as a page does to which one goes back, other words are another one.
    """
    check_whole(form)
    said = form.said()
    customer, _photo = said.pop("customer"), said.pop("photo")
    if letter and sent_before(letter.client_uuid, by=person):
        said["client_uuid"] = uuid.uuid5(letter.client_uuid, letter.digest)
    return flagging.flag_here(Flag(**said, files=form.held), by=person, customer=customer)


def _typed(form: FlagForm) -> str:
    return str(form["title"].value() or "")


@require_GET
def similar(request: MemberRequest) -> HttpResponse:
    """What resembles the sentence so far, and whether the customer is new here."""
    name = " ".join(request.GET.get("customer", "").replace("\0", "").split())
    known = Customer.objects.visible_to(request.user)
    is_new = bool(name) and not request.user.is_guest and not known.filter(name__iexact=name).exists()
    facts = {"found": alike(request.GET.get("title", ""), request.user), "new_customer": name if is_new else ""}
    return render(request, "issues/_similar.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: MemberRequest, pk: int) -> HttpResponse:
    """Mine too."""
    issue = visible(request, pk)
    form = JoinForm(sent(request), by=request.user, issue=issue)
    status = asked(request, form, lambda: flagging.join_here(issue, by=request.user, **form.said()))
    if status:
        lead, back = f"{issue.key} {issue.title}", issue.get_absolute_url()
        return ask(request, form, title=_("Mine too"), send=_("Mine too"), back=back, status=status, lead=lead)
    return done(request, pk, say=_("Yours too: you will hear when it is resolved."))


@require_POST
def leave(request: MemberRequest, pk: int, hunter: int) -> HttpResponse:
    """Take one's own "mine too" back."""
    issue = visible(request, pk)
    joining.leave(get_object_or_404(issue.hunters.all(), pk=hunter), by=request.user)
    return done(request, pk, say=_("Taken back."))
