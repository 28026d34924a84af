"""One person's page, photo and followers."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from esn.lib.text import render as to_html
from people import directory, org, sections
from people.actions import people as acting
from people.http import MemberRequest
from people.models import Person
from people.viewing import Said, follow_action, skills_said


@require_GET
def profile(request: MemberRequest, handle: str) -> HttpResponse:
    """Who somebody is, what they are good at, whom they work with, when they are away."""
    person = get_object_or_404(directory.visible(request.user), handle=handle)
    is_me = person.pk == request.user.pk
    facts = {
        "person": person,
        "is_me": is_me,
        "now": timezone.now(),
        "about": to_html(person.about, people={}).html,
        "absences": directory.open_absences(person, at=timezone.now()),
        "skills": _skills(request, person),
        "chain": org.chain(request.user, person),
        "reports": org.reports(request.user, person),
        "follow": follow_action(request.user, person),
        "sections": sections.panels(request, person),
    }
    return render(request, "people/profile.html", facts)


@require_GET
def photo(request: MemberRequest, handle: str) -> FileResponse:
    """The portrait, to those who may see the person. Its address changes with the picture."""
    person = get_object_or_404(directory.visible(request.user), handle=handle)
    name = person.photo.name
    if not name or not person.photo.storage.exists(name):
        raise Http404
    response = FileResponse(person.photo.open("rb"), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@require_POST
def follow(request: MemberRequest, handle: str) -> HttpResponse:
    """Hear of somebody's public posts."""
    person = get_object_or_404(directory.visible(request.user), handle=handle)
    acting.follow(person, by=request.user)
    return _followed(request, person)


@require_POST
def unfollow(request: MemberRequest, handle: str) -> HttpResponse:
    """Hear no more of them."""
    person = get_object_or_404(directory.visible(request.user), handle=handle)
    acting.unfollow(person, by=request.user)
    return _followed(request, person)


def _followed(request: MemberRequest, person: Person) -> HttpResponse:
    if not request.htmx:
        return redirect(person)
    return render(request, "people/_follow.html", {"person": person, "follow": follow_action(request.user, person)})


def _skills(request: MemberRequest, person: Person) -> list[Said]:
    return skills_said(directory.skills_of(person), sections.evidence(request.user, person))
