"""One bite: its facts, what one may do with it, and what is said about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from esn.lib.http import is_fragment
from esn.live import streams
from feeds.forms import BodyForm
from issues.actions import talking
from issues.models import ExtensionStatus, Task
from issues.reading.abilities import abilities
from issues.reading.bites import Beside, row_of, wishes_of
from issues.reading.talk import everything_said, files_of, talk
from issues.views.answers import visible_task, written
from people.http import MemberRequest

MOST_TIMES = 10


@require_GET
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """One bite, with all that one may do with it; over its potato's page without the talk."""
    bite = visible_task(request, pk)
    if is_fragment(request):
        count = everything_said(bite, request.user).count()
        return render(request, "issues/_task.html", {**_facts(request, bite), "count": count})
    return _whole(request, bite, BodyForm())


def _facts(request: MemberRequest, bite: Task) -> dict[str, Any]:
    row = row_of(bite, bite.issue, abilities(bite.issue, request.user), Beside(wishes_of([bite])))
    times = bite.extensions.exclude(status=ExtensionStatus.LAPSED).select_related("asked_by", "decided_by")
    files = files_of(bite, request.user)
    return {"row": row, "task": bite, "issue": bite.issue, "times": times.order_by("-id")[:MOST_TIMES], "files": files}


def _whole(request: MemberRequest, bite: Task, form: BodyForm, status: int = 200) -> HttpResponse:
    issue = bite.issue
    live = {
        "region": streams.region(request.user.pk, issue.stream),
        "talk": streams.region(request.user.pk, issue.post.stream) if issue.post else None,
    }
    facts = {**live, **_facts(request, bite), "said": talk(bite, request.user), "form": form}
    return render(request, "issues/task.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def talks(request: MemberRequest, pk: int) -> HttpResponse:
    """What is said about it now; sent to, something more is said."""
    bite = visible_task(request, pk)
    if request.method == "POST":
        return _answer(request, bite)
    if not is_fragment(request):
        return redirect(f"{request.path.removesuffix('talk/')}#talk")
    return render(request, "issues/_talk.html", {"said": talk(bite, request.user)})


def _answer(request: MemberRequest, bite: Task) -> HttpResponse:
    def again(form: BodyForm) -> HttpResponse:
        if not is_fragment(request):
            return _whole(request, bite, form, 422)
        return render(request, "issues/_talk_composer.html", {"task": bite, "form": form}, status=422)

    return written(request, partial(talking.discuss, bite), then=request.path.removesuffix("talk/"), again=again)
