"""The numbers that a community goes by: all may read them, its moderators change them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from feeds.views.communities import readable
from issues.actions import rules as actions
from issues.forms.rules import RulesForm, initial
from issues.models import CommunityNumber
from issues.reading import rules as reading
from issues.rules import Rule
from issues.views.answers import asked, sent
from issues.views.arranging import arranged, head
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """Each number with what it is for, and a moderator's way to change it."""
    community, may_change = arranged(request, slug)
    own = dict(CommunityNumber.objects.filter(community=community).values_list("name", "value"))
    form = RulesForm(sent(request), by=request.user, initial=initial(own, actions.version_of(community)))
    status = asked(request, form, lambda: actions.set_numbers(community, by=request.user, **form.said()))
    if not status:
        return redirect("issues:rules", slug=slug)
    facts = {**head(request, community, "rules"), "form": form, "own": own, "may_change": may_change}
    facts |= {"groups": reading.groups(community.pk), "changes": reading.changes(community)}
    return render(request, "issues/rules.html", facts, status=status)


@require_POST
def reset(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """Let the default of one number count again."""
    community = readable(request, slug)
    if name not in Rule.values:
        raise Http404
    actions.set_numbers(community, by=request.user, values={Rule(name): None})
    return redirect("issues:rules", slug=slug)
