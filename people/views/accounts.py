"""What administrators do with accounts in the pages themselves: invite, let go, take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from esn.lib.errors import Refusal
from people import directory, policies
from people.actions import access
from people.actions import people as acting
from people.forms import InviteForm, blame
from people.http import MemberRequest
from people.models import Person
from people.views.settings import read_or_write


@read_or_write
def invite(request: MemberRequest) -> HttpResponse:
    """Make an account and send its person the link to a password."""
    policies.check_admin(request.user)
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            person = access.bring_in(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%(name)s is invited; a letter is on its way.") % {"name": person.name})
            return redirect(person)
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def invite_again(request: MemberRequest, handle: str) -> HttpResponse:
    """Send another link."""
    person = _somebody(request, handle)
    access.invite(person, by=request.user)
    messages.success(request, _("A new letter is on its way to %(name)s.") % {"name": person.name})
    return redirect(person)


@require_POST
def deactivate(request: MemberRequest, handle: str) -> HttpResponse:
    """Let an account go."""
    person = _somebody(request, handle)
    acting.deactivate(person, by=request.user)
    messages.success(request, _("%(name)s can no longer sign in; what they held has moved on.") % {"name": person.name})
    return redirect(person)


@require_POST
def reactivate(request: MemberRequest, handle: str) -> HttpResponse:
    """Take somebody back."""
    person = _somebody(request, handle)
    acting.reactivate(person, by=request.user)
    return redirect(person)


def _somebody(request: MemberRequest, handle: str) -> Person:
    return get_object_or_404(directory.visible(request.user), handle=handle)
