"""Who could help with a potato, and when one was suggested oneself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from esn.lib.pages import keyset
from esn.ui import Action, SideItem
from issues import policies
from issues.models import Issue, Suggestion
from issues.reading.helpers import Helper, helpers, needs_skill
from issues.views.answers import visible
from people import tabs
from people.http import MemberRequest

PAGE = 30


@require_GET
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """Three people with evidence, each to be asked in one tap."""
    issue = visible(request, pk)
    may_ask = issue.is_open and not policies.may_help(request.user, issue.community)
    people = [_item(helper, issue, may_ask=may_ask) for helper in helpers(issue, request.user)]
    template = "issues/_helpers.html" if is_fragment(request) else "issues/helpers.html"
    facts = {"issue": issue, "people": people, "needs_skill": bool(people) or needs_skill(issue)}
    return render(request, template, facts)


def _item(helper: Helper, issue: Issue, *, may_ask: bool) -> SideItem:
    ask = None
    if may_ask and helper.task:
        url = reverse("issues:task-act", args=[helper.task.pk, "ask"])
        said = _("Ask %(name)s for “%(bite)s”") % {"name": helper.person.name, "bite": helper.task.title}
        fields = {"to": helper.person.handle}
        ask = Action(_("Ask"), url, kind="plain", target=f"page-{issue.pk}", fields=fields, say=said)
    return SideItem(helper.person.name, helper.person.get_absolute_url(), helper.why, person=helper.person, action=ask)


@require_GET
def suggested(request: MemberRequest) -> HttpResponse:
    """When the reader was suggested, to whom and why; where to opt out."""
    mine = Suggestion.objects.told_to(request.user)
    found = keyset(mine, fields=("day", "id"), cursor=request.GET.get("cursor"), limit=PAGE)
    facts = {"rows": found.items, "next": found.next, "tabs": tabs.links("issues:suggested")}
    return render(request, "issues/suggested.html", facts)
