"""What a community's news begins with, for its moderators to change."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from esn import toasts
from esn.lib.errors import Refusal
from feeds.models import Community
from feeds.policies import role_in
from feeds.views.communities import around
from issues import policies
from issues.actions.news_templates import set_templates
from issues.forms.customers import NewsTemplatesForm
from issues.newswords import own, words_of
from issues.views.answers import sent
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """The words for everybody to read, and a moderator's way to change them."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    may_change = policies.is_moderator(request.user, community)
    if request.method == "POST" and not may_change:
        raise Http404
    words = words_of(community)
    initial = {"-".join(key): said for key, said in words.items()}
    form = NewsTemplatesForm(sent(request), by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and _done(form, community, request):
        toasts.say(request, _("Saved."))
        return redirect("issues:news-templates", slug=slug)
    facts = {
        **around(request, community, role_in(request.user, community), "news-templates"),
        "form": form,
        "may_change": may_change,
        "own": len(own(community)),
    }
    return render(request, "issues/news_templates.html", facts, status=422 if form.errors else 200)


def _done(form: NewsTemplatesForm, community: Community, request: MemberRequest) -> bool:
    words = {(name.split("-")[0], name.split("-")[1]): said for name, said in form.said().items()}
    try:
        set_templates(community, by=request.user, words=words)
    except Refusal as refusal:
        form.blame(refusal)
        return False
    return True
