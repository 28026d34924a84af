"""The page of one potato, and the parts of it that are fetched anew."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from esn.lib.errors import Refusal
from esn.lib.http import is_fragment
from esn.live import streams
from feeds.actions import posts
from feeds.actions.files import upload_all
from feeds.forms import BodyForm
from feeds.models import Comment, Post
from feeds.threads import drawn_comment
from issues.forms.fields import named
from issues.frames import ladder_streams
from issues.reading.potato import regions, shown_thread
from issues.sight import may_see
from issues.views.answers import tab_of, visible
from notifications.actions import see
from people.forms import blame
from people.http import MemberRequest


@require_GET
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """The story at the left, the state at the right."""
    issue = visible(request, pk)
    region = streams.region(request.user.pk, issue.stream, *ladder_streams(issue.community))
    talk = streams.region(request.user.pk, issue.post.stream) if issue.post else None
    see(request.user, kind="issue", object_id=issue.pk)
    facts = regions(issue, request.user, tab=request.GET.get("tab", "all"))
    return render(request, "issues/issue.html", {**facts, "region": region, "talk": talk, "form": BodyForm()})


@require_GET
def fresh(request: MemberRequest, pk: int) -> HttpResponse:
    """What changes with the potato, for this reader."""
    facts = regions(visible(request, pk), request.user, tab=tab_of(request))
    return render(request, "issues/_regions.html", facts)


@require_GET
def thread(request: MemberRequest, pk: int) -> HttpResponse:
    """An earlier page of what happened."""
    issue, tab = visible(request, pk), request.GET.get("tab", "all")
    found = shown_thread(issue, request.user, tab=tab, cursor=request.GET.get("cursor"))
    template = "issues/_entries.html" if is_fragment(request) else "issues/thread.html"
    return render(request, template, {"issue": issue, "thread": found, "tab": tab})


@require_POST
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    """Write to colleagues. A comment never changes the state."""
    issue = visible(request, pk)
    form = BodyForm(request.POST, request.FILES)
    said = _said(request, form, issue.post) if form.is_valid() and issue.post else None
    if said is not None and is_fragment(request):
        return HttpResponse(drawn_comment(said, request.user))
    if said is not None:
        return redirect(f"{issue.get_absolute_url()}#{said.dom_id}")
    template = "issues/_composer.html" if is_fragment(request) else "issues/comment.html"
    response = render(request, template, {"issue": issue, "form": form}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#composer", "outerHTML"
    return response


def _said(request: MemberRequest, form: BodyForm, post: Post) -> Comment | None:
    try:
        files = upload_all(form.cleaned_data["file"], by=request.user)
        return posts.comment(post, by=request.user, body=form.cleaned_data["body"], files=files)
    except Refusal as refusal:
        blame(form, refusal)
        return None


@require_GET
def sight(request: MemberRequest, pk: int) -> HttpResponse:
    """Says before a toss that somebody could not see it yet."""
    issue = visible(request, pk)
    person = named(request.user, request.GET.get("to", ""))
    unseen = person if person and not may_see(person, issue) else None
    return render(request, "issues/_sight.html", {"person": unseen})
