"""The page of one potato, and the parts of it that are fetched anew."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from esn.lib.http import is_fragment
from esn.live import streams
from feeds.actions import posts
from feeds.forms import BodyForm
from issues.forms.fields import named
from issues.frames import ladder_streams
from issues.reading.potato import regions, shown_thread
from issues.sight import may_see
from issues.views.answers import tab_of, visible, written
from notifications.actions import see
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
    if issue.post is None:
        raise Http404

    def again(form: BodyForm) -> HttpResponse:
        template = "issues/_composer.html" if is_fragment(request) else "issues/comment.html"
        return render(request, template, {"issue": issue, "form": form}, status=422)

    return written(request, partial(posts.comment, issue.post), then=issue.get_absolute_url(), again=again)


@require_GET
def sight(request: MemberRequest, pk: int) -> HttpResponse:
    """Says before a toss that somebody could not see it yet."""
    issue = visible(request, pk)
    person = named(request.user, request.GET.get("to", ""))
    unseen = person if person and not may_see(person, issue) else None
    return render(request, "issues/_sight.html", {"person": unseen})
