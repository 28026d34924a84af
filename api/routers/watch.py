"""Who is on watch in a community, and when it works."""

from django.http import Http404
from django.utils.translation import gettext as _

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.watch import (
    HoursIn,
    HoursOut,
    PersonIn,
    RotaIn,
    ShiftIn,
    ShiftOut,
    SwapIn,
    SwapOut,
    WatchOut,
)
from esn.lib.errors import Refused
from feeds.models import Community
from issues.actions import hours as working
from issues.actions import watch as acting
from issues.models import CommunityHours
from issues.reading.watch import swaps_of, watch_of
from people.models import Person

routes = Routes("communities")


def _out(request: Request, community: Community) -> WatchOut:
    return WatchOut.of(watch_of(community), swaps_of(community, person_of(request)))


def _named(request: Request, handle: str, field: str) -> Person:
    found = Person.objects.active().visible_to(person_of(request)).filter(handle=handle).first()
    if found is None:
        raise Refused(_("Nobody of this name works here."), field=field)
    return found


@routes.get("/communities/{slug}/watch", WatchOut)
def watch(request: Request, slug: str) -> WatchOut:
    """Who is on watch now and next, with the gaps that come."""
    return _out(request, finding.readable(request, slug))


@routes.put("/communities/{slug}/watch", WatchOut)
def stand_behind(request: Request, slug: str, body: PersonIn) -> WatchOut:
    """Put somebody on watch wherever no rota says who is; the community's moderators may."""
    found = finding.readable(request, slug)
    acting.set_watch(found, by=person_of(request), person=_named(request, body.person, "person"))
    return _out(request, found)


@routes.put("/communities/{slug}/watch/rota", WatchOut)
def rota(request: Request, slug: str, body: RotaIn) -> WatchOut:
    """Let people take turns; the community's moderators may."""
    found, said = finding.readable(request, slug), body.model_dump()
    if max(len(body.week), len(body.weekend or ())) > acting.MOST_IN_LINE:
        raise Refused(_("That is more people than a rota can take."), field="week")
    for field in ("week", "weekend"):
        if said[field] is not None:
            said[field] = [_named(request, handle, field) for handle in said[field]]
    acting.set_rota(found, acting.Turns(**said), by=person_of(request))
    return _out(request, found)


@routes.delete("/communities/{slug}/watch/rota")
def end_rota(request: Request, slug: str) -> None:
    """Do without a rota."""
    acting.end_rota(finding.readable(request, slug), by=person_of(request))


@routes.post("/communities/{slug}/watch/shifts", ShiftOut, status=201)
def shift(request: Request, slug: str, body: ShiftIn) -> ShiftOut:
    """Put somebody on watch for a stretch; the community's moderators may."""
    found, said = finding.readable(request, slug), body.model_dump()
    said["person"] = _named(request, body.person, "person")
    return ShiftOut.of(acting.set_shift(found, by=person_of(request), **said))


@routes.delete("/communities/{slug}/watch/shifts/{shift_id}")
def take_back(request: Request, slug: str, shift_id: int) -> None:
    """Let the rota say again who has that stretch."""
    found = finding.readable(request, slug)
    acting.take_back_shift(finding.numbered(found.shifts.all(), shift_id), by=person_of(request))


@routes.post("/communities/{slug}/watch/swaps", SwapOut, status=201)
def swap(request: Request, slug: str, body: SwapIn) -> SwapOut:
    """Ask somebody to take a stretch of one's own watch."""
    found, said = finding.readable(request, slug), body.model_dump()
    said["to"] = _named(request, body.to, "to")
    return SwapOut.of(acting.ask_swap(found, by=person_of(request), **said))


@routes.post("/communities/{slug}/watch/swaps/{swap_id}/{answer}", WatchOut)
def answer_swap(request: Request, slug: str, swap_id: int, answer: str) -> WatchOut:
    """`accept` or `refuse` what one was asked, or `withdraw` what one asked."""
    found, person = finding.readable(request, slug), person_of(request)
    asked = next((one for one in swaps_of(found, person) if one.pk == swap_id), None)
    if asked is None or answer not in acting.ANSWERS:
        raise Http404
    acting.ANSWERS[answer](asked, by=person)
    return _out(request, found)


@routes.get("/communities/{slug}/hours", HoursOut)
def hours(request: Request, slug: str) -> HoursOut:
    """When a community works; promises, silence and ladders count in these hours."""
    return _hours(finding.readable(request, slug))


@routes.put("/communities/{slug}/hours", HoursOut)
def set_hours(request: Request, slug: str, body: HoursIn) -> HoursOut:
    """Let promises and clocks go by these hours; the community's moderators may."""
    found, said = finding.readable(request, slug), body.model_dump()
    said["holidays"] = "\n".join(f"{day} {name}".strip() for day, name in body.holidays.items())
    working.set_hours(found, by=person_of(request), **said)
    return _hours(found)


@routes.delete("/communities/{slug}/hours")
def follow_company(request: Request, slug: str) -> None:
    """Go by the company's hours again."""
    working.follow_company(finding.readable(request, slug), by=person_of(request))


def _hours(community: Community) -> HoursOut:
    return HoursOut.of(community, CommunityHours.objects.filter(community=community).first())
