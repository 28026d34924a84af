"""The ladders of a community: what happens if nobody moves."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, Request, items
from api.schemas.ladders import LadderIn, LadderOut, StepIn, StepOut
from esn.lib.errors import Refused
from feeds import policies
from feeds.models import Community
from issues.actions import ladders as acting
from issues.ladder import Ladder, Step
from issues.models import EscalationPolicy
from issues.reading.ladders import Shown, ladders_of
from people.models import Person, Team

routes = Routes("communities")


def _readable(request: Request, slug: str) -> Community:
    found = finding.community(request, slug)
    if not policies.may_read(person_of(request), found):
        raise Http404
    return found


def _named(name: str) -> Ladder:
    if name not in Ladder.values:
        raise Http404
    return Ladder(name)


def _all(community: Community) -> list[LadderOut]:
    shown = ladders_of(community)
    steps = [step for one in shown for step in one.rule.steps]
    people = dict(
        Person.objects.filter(pk__in={step.person for step in steps if step.person}).values_list("pk", "handle")
    )
    teams = dict(Team.objects.filter(pk__in={step.team for step in steps if step.team}).values_list("pk", "slug"))
    slugs = dict(
        Community.objects.filter(pk__in={one.rule.community for one in shown if one.rule.community}).values_list(
            "pk", "slug"
        )
    )
    own = dict(EscalationPolicy.objects.filter(community=community).values_list("ladder", "version"))

    def out(one: Shown) -> LadderOut:
        rungs = [_step(step, line, people, teams) for step, line in zip(one.rule.steps, one.lines, strict=True)]
        place = slugs.get(one.rule.community or 0)
        return LadderOut(
            ladder=one.ladder.value, label=str(one.ladder.label), community=place, version=own.get(one.ladder, 0),
            steps=rungs,
        )  # fmt: skip

    return [out(one) for one in shown]


def _step(step: Step, line: str, people: dict[int, str], teams: dict[int, str]) -> StepOut:
    return StepOut(
        kind=step.kind,
        label=line,
        minutes=step.minutes or None,
        heat=step.heat or None,
        times=step.times or None,
        person=people.get(step.person or 0),
        team=teams.get(step.team or 0),
    )


@routes.get("/communities/{slug}/ladders", Items[LadderOut])
def ladders(request: Request, slug: str) -> dict[str, Any]:
    """The three ladders as they hold."""
    return items(_all(_readable(request, slug)), lambda one: one)


@routes.put("/communities/{slug}/ladders/{ladder}", LadderOut)
def put(request: Request, slug: str, ladder: str, body: LadderIn) -> LadderOut:
    """Make a ladder anew; the community's moderators may."""
    found, which = _readable(request, slug), _named(ladder)
    steps = [_plain(request, number, said) for number, said in enumerate(body.steps)]
    acting.set_ladder(found, which, by=person_of(request), steps=steps, version=body.version)
    return next(one for one in _all(found) if one.ladder == which)


def _plain(request: Request, number: int, said: StepIn) -> Step:
    values = said.model_dump()
    person, team = values.pop("person"), values.pop("team")
    known = Person.objects.active().visible_to(person_of(request)).filter(handle=person).first() if person else None
    of = Team.objects.filter(slug=team).first() if team else None
    if person and known is None:
        raise Refused(_("Nobody of this name works here."), field=f"steps.{number}.person")
    if team and of is None:
        raise Refused(_("There is no such team."), field=f"steps.{number}.team")
    return Step(**values, person=known.pk if known else None, team=of.pk if of else None)


@routes.delete("/communities/{slug}/ladders/{ladder}")
def drop(request: Request, slug: str, ladder: str) -> None:
    """Go by the company's ladder, or the default, again."""
    acting.drop_ladder(_readable(request, slug), _named(ladder), by=person_of(request))
