"""What a community's news begins with, for its moderators to change."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from esn import toasts
from issues.actions.news_templates import set_templates
from issues.forms.customers import NewsTemplatesForm
from issues.newswords import own, words_of
from issues.views.answers import asked, sent
from issues.views.arranging import arranged, head
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """The words for everybody to read, and a moderator's way to change them."""
    community, may_change = arranged(request, slug)
    initial = {"-".join(key): said for key, said in words_of(community).items()}
    form = NewsTemplatesForm(sent(request), by=request.user, initial=initial)
    status = asked(request, form, lambda: set_templates(community, by=request.user, **form.said()))
    if not status:
        toasts.say(request, _("Saved."))
        return redirect("issues:news-templates", slug=slug)
    facts = {**head(request, community, "news-templates"), "form": form, "own": len(own(community))}
    return render(request, "issues/news_templates.html", {**facts, "may_change": may_change}, status=status)
