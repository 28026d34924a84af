"""How the views of potatoes answer: the parts of the page that changed, the card, a form, or the way elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from esn import toasts
from esn.lib.errors import Refusal
from esn.lib.http import is_fragment
from feeds.forms import BodyForm
from feeds.models import Comment
from feeds.threads import drawn_comment
from feeds.views.comments import SAID
from feeds.views.sending import taken
from issues.cards import Card
from issues.forms.fields import AskForm
from issues.models import Issue, Task
from issues.reading import offers
from issues.reading.abilities import abilities
from issues.reading.potato import regions
from people.http import MemberRequest


def visible(request: MemberRequest, pk: int) -> Issue:
    """The potato, with what its page shows; 404 for whoever may not see it."""
    seen = Issue.objects.visible_to(request.user).for_cards()
    return get_object_or_404(seen.select_related("merged_into", "resolution__by"), pk=pk)


def visible_task(request: MemberRequest, pk: int) -> Task:
    """The bite of a potato that the reader may see."""
    seen = Task.objects.visible_to(request.user).select_related(
        "issue__community", "issue__owner", "issue__post", "assignee"
    )
    return get_object_or_404(seen.select_related("reviewer", "proposed_by", "parent"), pk=pk)


def sent(request: MemberRequest) -> QueryDict | None:
    """What was sent, even if it was nothing; None to a form that is only shown."""
    return request.POST if request.method == "POST" else None


def asked(request: MemberRequest, form: AskForm, act: Callable[[], object]) -> int:
    """Do it if the form is whole: 0 when it is done, else the status of an answer that shows the form again."""
    if request.method != "POST":
        return 200
    if not form.is_valid():
        return 422
    try:
        act()
    except Refusal as refusal:
        form.blame(refusal)
        return refusal.status
    return 0


def ask(
    request: MemberRequest, form: AskForm, *, title: str, send: str, back: str, status: int = 200, **more: Any
) -> HttpResponse:
    """The form: over the page it was opened from, or as a page of its own; what was typed stays."""
    facts = {"form": form, "title": title, "send": send, "back": back, "action": request.path, **more}
    template = "issues/_ask.html" if is_fragment(request) else "issues/ask.html"
    return over_page(render(request, template, facts, status=status))


def over_page(response: HttpResponse) -> HttpResponse:
    """Let htmx show the answer over the page that it was asked from."""
    response["HX-Retarget"], response["HX-Reswap"] = "#ask", "innerHTML"
    return response


def written(
    request: MemberRequest, say: Callable[..., Comment], *, then: str, again: Callable[[BodyForm], HttpResponse]
) -> HttpResponse:
    """What was said of a potato or a bite, where it was written; refused, the composer as `again` shows it."""
    form = BodyForm(request.POST, request.FILES)

    def comment() -> Comment:
        return say(by=request.user, body=form.cleaned_data["body"], files=form.held)

    said = taken(request, form, SAID, comment)
    if said is None:
        response = again(form)
        response["HX-Retarget"], response["HX-Reswap"] = "#composer", "outerHTML"
        return response
    if is_fragment(request):
        return HttpResponse(drawn_comment(said, request.user))
    return redirect(f"{then}#{said.dom_id}")


def done(request: MemberRequest, pk: int, *, say: str = "", undo: str = "") -> HttpResponse:
    """What changed, where it was asked from; a potato that one no longer sees is left for the list."""
    if say:
        toasts.say(request, say, undo=undo)
    issue = Issue.objects.visible_to(request.user).filter(pk=pk).for_cards()
    found = issue.select_related("merged_into", "resolution__by").first()
    if found is None:
        return away(request, reverse("issues:list"))
    if not is_fragment(request):
        return redirect(found)
    return _fragment(request, found)


def _fragment(request: MemberRequest, issue: Issue) -> HttpResponse:
    target = request.headers.get("HX-Target", "")
    if target == issue.dom_id:
        return _card(request, issue)
    if target.startswith("offer-"):
        return HttpResponse()
    response = render(request, "issues/_regions.html", regions(issue, request.user, tab=tab_of(request)))
    if target != f"page-{issue.pk}":
        response["HX-Retarget"], response["HX-Reswap"] = f"#page-{issue.pk}", "outerHTML"
    return response


def tab_of(request: MemberRequest) -> str:
    """Which tab of the thread the reader looks at, by the address of the page that asks."""
    query = urlsplit(request.headers.get("HX-Current-URL", "")).query
    return parse_qs(query).get("tab", ["all"])[-1]


def _card(request: MemberRequest, issue: Issue) -> HttpResponse:
    may = abilities(issue, request.user)
    facts = {"card": Card(issue, may.standing.offer), "actions": offers.on_card(issue, may)}
    return render(request, "issues/_card.html", facts)


def away(request: MemberRequest, url: str) -> HttpResponse:
    """Somewhere else."""
    return HttpResponse(headers={"HX-Redirect": url}) if is_fragment(request) else redirect(url)
