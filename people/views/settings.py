"""One's own settings: profile, skills, absence, appearance, signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn.lib.errors import Refusal
from esn.lib.http import way_back
from people import cookies, directory, tabs
from people.actions import absences, access, photos
from people.actions import people as acting
from people.forms import ZONES, AbsenceForm, AppearanceForm, ProfileForm, SkillsForm, blame
from people.http import MemberRequest

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def _page(request: MemberRequest, name: str, **facts: Any) -> HttpResponse:
    """A page of the settings; a form with errors answers 422 with everything that was typed."""
    form = facts.get("form")
    failed = isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors)
    facts = {"tabs": tabs.links(f"people:{name}"), **facts}
    return render(request, f"people/{name}.html", facts, status=422 if failed else 200)


@read_or_write
def profile(request: MemberRequest) -> HttpResponse:
    """What I say of myself, and my photo."""
    form = ProfileForm(request.POST or None, request.FILES or None, instance=request.user)
    if request.method == "POST" and form.is_valid() and _keep_profile(request, form):
        messages.success(request, _("Your profile is up to date."))
        return redirect("people:settings")
    return _page(request, "settings", form=form)


def _keep_profile(request: MemberRequest, form: ProfileForm) -> bool:
    try:
        photos.present(request.user, by=request.user, **form.said())
    except Refusal as refusal:
        blame(form, refusal)
    return not form.errors


@read_or_write
def skills(request: MemberRequest) -> HttpResponse:
    """What I am good at and what I learn."""
    if request.method != "POST":
        return _page(request, "settings-skills", form=SkillsForm(initial=_my_skills(request)))
    form = SkillsForm(request.POST)
    if form.is_valid():
        try:
            acting.set_skills(request.user, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Your skills are up to date."))
            return redirect("people:settings-skills")
    return _page(request, "settings-skills", form=form)


def _my_skills(request: MemberRequest) -> dict[str, str]:
    mine = directory.skills_of(request.user)
    return {
        "names": ", ".join(skill.skill.name for skill in mine if not skill.is_learning),
        "learning": ", ".join(skill.skill.name for skill in mine if skill.is_learning),
    }


@read_or_write
def absence(request: MemberRequest) -> HttpResponse:
    """When I am away and who stands in."""
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _go_away(request, form):
        messages.success(request, _("It is noted, and everybody sees it on your profile."))
        return redirect("people:settings-absence")
    mine = directory.open_absences(request.user, at=timezone.now())
    return _page(request, "settings-absence", form=form, absences=mine, now=timezone.now())


def _go_away(request: MemberRequest, form: AbsenceForm) -> bool:
    try:
        absences.start_absence(request.user, by=request.user, **form.said())
    except Refusal as refusal:
        blame(form, refusal, ends_at="last", starts_at="first")
    return not form.errors


@require_POST
def end_absence(request: MemberRequest, pk: int) -> HttpResponse:
    """I am back, or I stay after all."""
    absences.end_absence(get_object_or_404(request.user.absences, pk=pk), by=request.user)
    return redirect("people:settings-absence")


@read_or_write
def appearance(request: MemberRequest) -> HttpResponse:
    """Language, time zone, light or dark, shortcuts."""
    me = request.user
    now_chosen = {
        "language": me.language,
        "zone": me.zone,
        "shortcuts": me.shortcuts,
        "theme": request.COOKIES.get("theme", "auto"),
    }
    form = AppearanceForm(request.POST or None, initial=now_chosen)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        theme = said.pop("theme")
        acting.update_profile(me, by=me, **said)
        with translation.override(said["language"]):
            messages.success(request, _("So be it."))
        response = redirect("people:settings-appearance")
        cookies.keep_language(response, said["language"])
        cookies.keep_look(response, theme=theme, shortcuts="on" if said["shortcuts"] else "off")
        return response
    return _page(request, "settings-appearance", form=form, zones=ZONES)


@require_POST
def language(request: MemberRequest) -> HttpResponse:
    """Switch my language from the menu, and go on reading the same page."""
    chosen = request.POST.get("language", "")
    acting.update_profile(request.user, by=request.user, language=chosen)
    response = redirect(way_back(request, request.POST.get("next", "")))
    cookies.keep_language(response, chosen)
    return response


@require_GET
def signing_in(request: MemberRequest) -> HttpResponse:
    """My password, and where I am signed in."""
    open_now = request.user.sessions.filter(expire_date__gt=timezone.now()).order_by("-expire_date")[:50]
    return _page(request, "settings-access", logins=open_now, here=request.session.session_key)


@require_POST
def sign_out_elsewhere(request: MemberRequest) -> HttpResponse:
    """End my other logins."""
    access.sign_out_elsewhere(request.user, by=request.user, keep=request.session.session_key or "")
    messages.success(request, _("You are signed in here alone now."))
    return redirect("people:settings-access")
