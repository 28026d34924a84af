"""Who is on watch in a community, now and next; the rota, its exceptions and swaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from esn.activity.clock import now
from esn.lib.errors import Refusal
from esn.live import streams
from feeds.models import Community
from feeds.views.communities import readable
from issues import policies
from issues.actions import watch
from issues.forms.fields import AskForm
from issues.forms.watch import RotaForm, ShiftForm, SwapForm, WatchForm, shown
from issues.models import Swap
from issues.reading import watch as reading
from issues.shifts import Turn
from issues.views.arranging import head
from people.http import MemberRequest
from people.models import Person

FORMS: dict[str, type[AskForm]] = {"watch": WatchForm, "rota": RotaForm, "shift": ShiftForm, "swap": SwapForm}
ACTS: dict[str, Callable[..., object]] = {
    "watch": watch.set_watch,
    "shift": watch.set_shift,
    "swap": watch.ask_swap,
}
MODERATED = frozenset({"watch", "rota", "shift"})


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """What comes in the next four weeks, with its gaps, and the forms to change it; `what` says which was sent."""
    community = readable(request, slug)
    if request.method != "POST":
        return render(request, "issues/watch.html", _facts(request, community, None))
    what = request.POST.get("what", "watch")
    if what not in FORMS or (what in MODERATED and not policies.is_moderator(request.user, community)):
        raise Http404
    form = FORMS[what](request.POST, by=request.user, prefix=what)
    if form.is_valid() and _done(form, community, request):
        return redirect("issues:watch", slug=slug)
    return render(request, "issues/watch.html", _facts(request, community, form), status=422)


def _done(form: AskForm, community: Community, request: MemberRequest) -> bool:
    try:
        if isinstance(form, RotaForm):
            watch.set_rota(community, form.turns(), by=request.user)
        else:
            ACTS[str(form.prefix)](community, by=request.user, **form.said())
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.blame(refusal)
        return False
    return True


def _facts(request: MemberRequest, community: Community, sent: AskForm | None) -> dict[str, Any]:
    reader = request.user
    may_change = policies.is_moderator(reader, community)
    found = reading.watch_of(community)
    forms = _forms(reader, community, found) | ({str(sent.prefix): sent} if sent else {})
    return {
        **head(request, community, "watch"),
        "watch": found,
        "region": streams.region(reader.pk, community.stream),
        "changes": reading.changes(community),
        "swaps": reading.swaps_of(community, reader),
        "forms": forms,
        "opened": sent.prefix if sent else "",
        "may_change": may_change,
        "may_swap": any(turn.person == reader for turn in found.turns),
    }


def _forms(reader: Person, community: Community, found: reading.Now) -> dict[str, AskForm]:
    rows = shown(found.rota, zone=settings.COMPANY_ZONE, today=timezone.localdate(now()))
    return {
        "rota": RotaForm(by=reader, prefix="rota", initial=rows),
        "shift": ShiftForm(by=reader, prefix="shift"),
        "watch": WatchForm(by=reader, prefix="watch", initial={"person": _behind(community)}),
        "swap": SwapForm(by=reader, prefix="swap", initial=_own(found.turns, reader.pk)),
    }


def _behind(community: Community) -> str:
    found = getattr(community, "watch", None)
    return found.person.handle if found else ""


def _own(found: list[Turn], pk: int) -> dict[str, Any]:
    """The next stretch that is the reader's own."""
    mine = next((turn for turn in found if turn.person and turn.person.pk == pk), None)
    return {"starts_at": max(mine.start, now()), "ends_at": mine.end} if mine else {}


@require_POST
def answer(request: MemberRequest, slug: str, pk: int, move: str) -> HttpResponse:
    """Accept or refuse a swap, or take the question back."""
    community = readable(request, slug)
    swap = get_object_or_404(Swap.objects.filter(community=community), pk=pk)
    if move not in watch.ANSWERS or request.user.pk not in (swap.asked_by_id, swap.asked_to_id):
        raise Http404
    watch.ANSWERS[move](swap, by=request.user)
    return redirect("issues:watch", slug=slug)


@require_POST
def take_back(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let the rota say again who has that stretch."""
    community = readable(request, slug)
    watch.take_back_shift(get_object_or_404(community.shifts.all(), pk=pk), by=request.user)
    return redirect("issues:watch", slug=slug)


@require_POST
def end_rota(request: MemberRequest, slug: str) -> HttpResponse:
    """Do without a rota."""
    community = readable(request, slug)
    watch.end_rota(community, by=request.user)
    return redirect("issues:watch", slug=slug)
