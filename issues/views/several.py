"""What is done on the board beside moving one card: flag, fold a column, move several, take that back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from esn import toasts
from esn.lib.http import is_fragment
from esn.lib.text import whole_number
from issues.actions import bulk
from issues.dropping import COLUMNS, NEEDS_WORDS
from issues.forms.fields import AskForm
from issues.forms.flagging import FlagForm
from issues.forms.moves import NothingForm
from issues.lifecycle import Status
from issues.models import Issue
from issues.reading.boards import kept
from issues.views.answers import ask, asked
from issues.views.board import FOLDED, OUTCOME, folded
from issues.views.flagging import flag_by
from issues.views.moves import MOVES
from people.http import MemberRequest

YEAR = 31_536_000


@require_POST
def flag(request: MemberRequest) -> HttpResponse:
    """A title in the head of the first column is a flagged potato; what is not understood goes on in the whole form."""
    form = FlagForm(request.POST, by=request.user)
    made: list[Issue] = []
    status = asked(request, form, lambda: made.append(flag_by(form, request.user)))
    if status and is_fragment(request):
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return render(request, "issues/_quick_refused.html", {"sentence": " ".join(sentences)}, status=status)
    if status:
        said = {name: request.POST.get(name, "") for name in ("title", "community")}
        return redirect(f"{reverse('issues:new')}?{urlencode({key: value for key, value in said.items() if value})}")
    toasts.say(request, _("Flagged. %(name)s has it.") % {"name": made[0].owner.first_name})
    return HttpResponse(status=204) if is_fragment(request) else _back(request)


@require_POST
def fold(request: MemberRequest) -> HttpResponse:
    """Fold a column, or unfold it; this device remembers."""
    status, now = request.POST.get("status", ""), folded(request)
    after = [one for one in now if one != status] if status in now else [*now, status]
    answer = HttpResponse(status=204) if is_fragment(request) else _back(request)
    known = ".".join(one for one in after if one in {column.value for column in COLUMNS})
    answer.set_cookie(FOLDED, known, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return answer


@require_POST
def move(request: MemberRequest) -> HttpResponse:
    """Several cards to one column: what was moved, with its undo, and each refused one with its reason.

    Asked before for the words that the move needs, and for a yes where there is no undo.
    """
    issues, to = _chosen(request), request.POST.get("status", "")
    name = NEEDS_WORDS.get(Status(to)) if to in Status.values else None
    warnings = bulk.no_way_back(issues, to)
    if not name and not warnings:
        return _answer(request, bulk.move_all(issues, to, by=request.user), to)
    form = MOVES[name].form if name else NothingForm
    filled = _one_form(form(request.POST if "said" in request.POST else None, by=request.user))
    if "said" not in request.POST or not filled.is_valid():
        return _ask(request, filled, issues, Status(to), warnings)
    return _answer(request, bulk.move_all(issues, to, by=request.user, said=filled.said()), to)


def _one_form(form: AskForm) -> AskForm:
    """An effort is asked for where a potato was eaten in one go; several share what is said once."""
    if "effort" in form.fields:
        form.fields["effort"].required = False
    return form


def _ask(request: MemberRequest, form: AskForm, issues: list[Issue], to: Status, warnings: list[str]) -> HttpResponse:
    hidden = [("issue", str(issue.pk)) for issue in issues]
    hidden += [("status", to.value), ("said", "1"), ("query", request.POST.get("query", ""))]
    name = NEEDS_WORDS.get(to)
    title = str(MOVES[name].title) if name else _("Move to “%(column)s”") % {"column": to.label}
    back, lead = _address(request), ", ".join(issue.key for issue in issues)
    more: dict[str, Any] = {"hidden": hidden, "warnings": warnings, "lead": lead, "action": request.path}
    return ask(request, form, title=title, send=title, back=back, status=422, **more)


def _chosen(request: MemberRequest) -> list[Issue]:
    said = map(whole_number, request.POST.getlist("issue"))
    return bulk.chosen((pk for pk in said if pk is not None), by=request.user)


@require_POST
def undo(request: MemberRequest, token: str) -> HttpResponse:
    """Take the latest move of several back, as far as the life of a potato knows a way."""
    return _shown(request, bulk.take_back(token, by=request.user), said="undone")


def _answer(request: MemberRequest, outcome: bulk.Outcome, to: str) -> HttpResponse:
    return _shown(request, outcome, said="moved", to=str(Status(to).label) if to in Status.values else "")


def _shown(request: MemberRequest, outcome: bulk.Outcome, **more: str) -> HttpResponse:
    facts = {**outcome.as_dict(), **more, "query": _query(request)}
    if is_fragment(request):
        return render(request, "issues/_several.html", {"outcome": facts})
    request.session[OUTCOME] = facts
    return _back(request)


def _query(request: MemberRequest) -> str:
    return kept(QueryDict(request.POST.get("query", "")[:1000]))


def _address(request: MemberRequest) -> str:
    query = _query(request)
    return reverse("issues:board") + (f"?{query}" if query else "")


def _back(request: MemberRequest) -> HttpResponse:
    return redirect(_address(request))
