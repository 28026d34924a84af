"""Split by example: what similar potatoes needed, and templates; nothing is added without a tap."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from esn.lib.errors import Refusal, Refused
from esn.lib.http import is_fragment
from esn.lib.text import whole_number
from issues.actions import tasks
from issues.actions.drafts import parse_list
from issues.forms.splitting import ProposedFormSet, chosen, from_drafts, from_proposals
from issues.models import Issue, SplitTemplate
from issues.reading.abilities import abilities
from issues.reading.examples import examples
from issues.reading.proposals import Suggestions, suggestions
from issues.views.answers import done, visible
from people.http import MemberRequest

PREFIX = "bites"
MOST_RECIPES = 2
LIKE_ENOUGH = 0.25


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """What is proposed, to be ticked, changed and added; as a fragment only how much there is."""
    issue = visible(request, pk)
    found = suggestions(issue, request.user)
    if is_fragment(request):
        return render(request, "issues/_split_hint.html", {"issue": issue, "found": found})
    template = _template(request, issue)
    if request.method == "POST":
        rows, refusal = ProposedFormSet(request.POST, prefix=PREFIX), None
        if rows.is_valid() and not (refusal := _added(request, issue, rows)):
            return done(request, pk, say=_said(len(chosen(rows))))
        return _shown(request, issue, found, template, rows, refusal)
    return _shown(request, issue, found, template, _rows(found, template))


@require_GET
def recipes(request: MemberRequest, pk: int) -> HttpResponse:
    """What cured potatoes like this one: a part of its page; as a page of its own, what they needed stands beside."""
    issue = visible(request, pk)
    if not is_fragment(request):
        return redirect("issues:split", pk=pk)
    written = [one for one in examples(issue, request.user) if one.recipe and one.score >= LIKE_ENOUGH]
    return render(request, "issues/_recipes.html", {"issue": issue, "recipes": written[:MOST_RECIPES]})


def _added(request: MemberRequest, issue: Issue, rows: Any) -> Refusal | None:
    drafts = chosen(rows)
    if not drafts:
        return Refused(_("Tick at least one bite."))
    try:
        tasks.add(issue, by=request.user, drafts=drafts)
    except Refusal as refusal:
        return refusal
    return None


def _said(count: int) -> str:
    return ngettext("%(count)s bite is added.", "%(count)s bites are added.", count) % {"count": count}


def _template(request: MemberRequest, issue: Issue) -> SplitTemplate | None:
    pk = whole_number(request.GET.get("template", ""))
    if pk is None:
        return None
    return get_object_or_404(SplitTemplate.objects.visible_to(request.user).for_issue(issue), pk=pk)


def _rows(found: Suggestions, template: SplitTemplate | None) -> Any:
    initial = from_proposals(found.proposals, len(found.examples))
    if template:
        initial = from_drafts(parse_list(template.lines))
    return ProposedFormSet(initial=initial, prefix=PREFIX)


def _shown(
    request: MemberRequest,
    issue: Issue,
    found: Suggestions,
    template: SplitTemplate | None,
    rows: Any,
    refusal: Refusal | None = None,
) -> HttpResponse:
    facts = {
        "issue": issue,
        "found": found,
        "rows": rows,
        "refusal": refusal,
        "template": template,
        "templates": SplitTemplate.objects.visible_to(request.user).for_issue(issue),
        "may": abilities(issue, request.user),
    }
    status = refusal.status if refusal else 422 if rows.is_bound else 200
    return render(request, "issues/split.html", facts, status=status)
