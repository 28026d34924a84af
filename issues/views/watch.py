"""Who is on watch in a community."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from esn.activity.clock import now
from feeds.models import Community
from issues import policies
from issues.actions.watch import set_watch
from issues.watching import on_watch
from people.http import MemberRequest
from people.models import Person


class WatchForm(forms.Form):
    """The member to put on watch."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("On watch"), empty_label=None)

    def __init__(self, *args: object, community: Community, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        members = Person.objects.active().filter(memberships__community=community).order_by("name", "id")
        self.fields["person"].queryset = members  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """Who is on watch, and a moderator's way to change it."""
    community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    may_change = policies.is_moderator(request.user, community)
    if request.method == "POST" and not may_change:
        raise Http404
    holder = on_watch(community, now())
    form = WatchForm(request.POST or None, community=community, initial={"person": holder.pk})
    if request.method == "POST" and form.is_valid():
        set_watch(community, by=request.user, person=form.cleaned_data["person"])
        return redirect("issues:watch", slug=slug)
    facts = {"community": community, "holder": holder, "form": form, "may_change": may_change}
    return render(request, "issues/watch.html", facts, status=422 if form.errors else 200)
