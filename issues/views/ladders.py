"""The ladders of a community: what holds, what would happen, and a moderator's way to make them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn.lib.errors import Refusal
from esn.lib.text import whole_number
from esn.live import streams
from feeds.models import Community
from feeds.views.communities import readable
from issues import ladder as ladders
from issues import policies
from issues.actions import ladders as actions
from issues.forms import ladders as forms
from issues.forms.ladders import MomentForm, Row, StepForm
from issues.frames import ladder_streams
from issues.ladder import Ladder, Step, StepKind
from issues.laddering import ruling_of
from issues.models import EscalationPolicy
from issues.reading import ladders as reading
from issues.reading.forecast import Expected, preview
from issues.views.arranging import head
from people.http import MemberRequest


@require_GET
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """The three ladders for everybody to read, and what rests because one of them ran out."""
    community = readable(request, slug)
    may_change = policies.is_moderator(request.user, community)
    region = streams.region(request.user.pk, *ladder_streams(community))
    facts = {
        **head(request, community, "ladders"),
        "region": region,
        "may_change": may_change,
        "ladders": reading.ladders_of(community),
        "resting": reading.resting_in(community),
        "changes": reading.changes(community),
        "may_audit": may_change or request.user.is_admin,
    }
    return render(request, "issues/ladders.html", facts)


@dataclass
class Draft:
    """A ladder while it is being made: its rows, the version that was read, and what is wrong with it."""

    community: Community
    which: Ladder
    rows: list[Row]
    version: int
    steps: list[StepForm]
    errors: list[str]
    focus: int | None = None

    @property
    def plain(self) -> list[Step]:
        """The steps, once every row has been checked."""
        return [form.step() for form in self.steps]

    def check(self) -> bool:
        """Whether it can be climbed and each step reaches somebody; says at its row what is wrong."""
        if [form for form in self.steps if not form.is_valid()]:
            return False
        flaws = actions.flaws_of(self.community, self.which, self.plain)
        self.errors += forms.blame(self.steps, flaws)
        return not flaws


def _kept(request: MemberRequest, community: Community, which: Ladder) -> Draft:
    """As it holds now."""
    rule = ruling_of(community.pk, which)
    own = EscalationPolicy.objects.filter(community=community, ladder=which).first()
    rows = forms.rows_of(rule.steps)
    steps = forms.forms_of(rows, by=request.user, is_sent=True)
    return Draft(community, which, rows, own.version if own else 0, steps, [])


def _typed(request: MemberRequest, community: Community, which: Ladder, *, act: str) -> Draft:
    """As it was typed, after the button; only what is looked at or saved is checked."""
    data: QueryDict = request.POST
    rows = forms.changed(forms.rows_in(data), act, data.get("add", ""))
    steps = forms.forms_of(rows, by=request.user, is_sent=act in ("look", "save"))
    read = whole_number(data.get("version", "")) or 0
    return Draft(community, which, rows, read, steps, [], focus=forms.place_after(act, len(rows)))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, which: str) -> HttpResponse:
    """A row a step, with buttons to add, move and drop; nothing counts before it is saved."""
    community = readable(request, slug)
    if which not in Ladder.values or not policies.is_moderator(request.user, community):
        raise Http404
    if request.method != "POST":
        draft, friday = _kept(request, community, Ladder(which)), reading.next_friday()
        return _shown(request, draft, MomentForm(initial={"at": friday}), friday, status=200)
    act = request.POST.get("do", "look")
    draft, when = _typed(request, community, Ladder(which), act=act), MomentForm(request.POST)
    at = when.cleaned_data["at"] if when.is_valid() else None
    if act == "save" and draft.check() and _saved(request, draft):
        return redirect("issues:ladders", slug=slug)
    status = 422 if act == "save" else 200
    return _shown(request, draft, when, at if act in ("look", "save") else None, status=status)


def _saved(request: MemberRequest, draft: Draft) -> bool:
    try:
        actions.set_ladder(draft.community, draft.which, by=request.user, steps=draft.plain, version=draft.version)
    except Refusal as refusal:
        draft.errors.append(refusal.message)
        return False
    return True


def _shown(
    request: MemberRequest, draft: Draft, when: MomentForm, at: dt.datetime | None, *, status: int
) -> HttpResponse:
    facts = {
        **head(request, draft.community, "ladders"),
        "draft": draft,
        "when": when,
        "kinds": [(kind.value, kind.label) for kind in StepKind if kind in ladders.available],
        "coming": _coming(draft, at),
        "is_own": EscalationPolicy.objects.filter(community=draft.community, ladder=draft.which).exists(),
    }
    return render(request, "issues/ladder.html", facts, status=status)


def _coming(draft: Draft, at: dt.datetime | None) -> list[Expected]:
    """What would come from `at` on; nothing while something is wrong with it."""
    if at is None or draft.errors or not all(form.is_bound for form in draft.steps) or not draft.check():
        return []
    return preview(draft.community, draft.which, draft.plain, at)


@require_POST
def drop(request: MemberRequest, slug: str, which: str) -> HttpResponse:
    """Go by the company's ladder, or the default, again."""
    community = readable(request, slug)
    if which not in Ladder.values:
        raise Http404
    actions.drop_ladder(community, which, by=request.user)
    return redirect("issues:ladders", slug=slug)
