"""The ladders of a community: what happens if nobody moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, Request, items
from api.schemas.issues import RestingOut
from api.schemas.ladders import AheadIn, AheadOut, ExpectedOut, FlawOut, LadderIn, LadderOut, StepIn, StepOut
from esn.activity.horizon import check_near
from esn.lib.errors import Refused
from feeds.models import Community
from issues import policies
from issues.actions import ladders as acting
from issues.ladder import Ladder, Step
from issues.models import EscalationPolicy
from issues.reading.forecast import preview
from issues.reading.ladders import Shown, ladders_of, next_friday, resting_in
from people.models import Person, Team

routes = Routes("communities")


def _named(name: str) -> Ladder:
    if name not in Ladder.values:
        raise Http404
    return Ladder(name)


def _all(community: Community) -> list[LadderOut]:
    shown = ladders_of(community)
    named = _Named.by(shown)
    own = dict(EscalationPolicy.objects.filter(community=community).values_list("ladder", "version"))
    return [_out(one, named, own.get(one.ladder, 0)) for one in shown]


@dataclass(frozen=True)
class _Named:
    """What ladders name by id, by the words that addresses name it by."""

    people: Mapping[int, str]
    teams: Mapping[int, str]
    communities: Mapping[int, str]

    @classmethod
    def by(cls, shown: Sequence[Shown]) -> "_Named":
        """Whom these ladders name, in three queries."""
        steps = [step for one in shown for step in one.rule.steps]
        people = Person.objects.filter(pk__in={step.person for step in steps if step.person})
        teams = Team.objects.filter(pk__in={step.team for step in steps if step.team})
        communities = Community.objects.filter(pk__in={one.rule.community for one in shown if one.rule.community})
        return cls(
            dict(people.values_list("pk", "handle")),
            dict(teams.values_list("pk", "slug")),
            dict(communities.values_list("pk", "slug")),
        )


def _out(one: Shown, named: _Named, version: int) -> LadderOut:
    return LadderOut(
        ladder=one.ladder.value,
        label=str(one.ladder.label),
        community=named.communities.get(one.rule.community or 0),
        version=version,
        steps=[_step(step, line, named) for step, line in zip(one.rule.steps, one.lines, strict=True)],
    )


def _step(step: Step, line: str, named: _Named) -> StepOut:
    return StepOut(
        kind=step.kind,
        label=line,
        minutes=step.minutes or None,
        heat=step.heat or None,
        times=step.times or None,
        person=named.people.get(step.person or 0),
        team=named.teams.get(step.team or 0),
    )


@routes.get("/communities/{slug}/ladders", Items[LadderOut])
def ladders(request: Request, slug: str) -> dict[str, Any]:
    """The three ladders as they hold."""
    return {"items": _all(finding.readable(request, slug))}


@routes.put("/communities/{slug}/ladders/{ladder}", LadderOut)
def put(request: Request, slug: str, ladder: str, body: LadderIn) -> LadderOut:
    """Make a ladder anew; the community's moderators may."""
    found, which = finding.readable(request, slug), _named(ladder)
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


@routes.post("/communities/{slug}/ladders/{ladder}/preview", AheadOut)
def look_ahead(request: Request, slug: str, ladder: str, body: AheadIn) -> AheadOut:
    """What would come if nobody moved, by steps that are not kept by it; a step that reaches nobody is a flaw."""
    found, which = finding.readable(request, slug), _named(ladder)
    policies.check(policies.may_arrange(person_of(request), found))
    steps = [_plain(request, number, said) for number, said in enumerate(body.steps)]
    at = body.at or next_friday()
    check_near(at, field="at")
    wrong = acting.flaws_of(found, which, steps)
    coming = [] if wrong else preview(found, which, steps, at)
    said = [FlawOut(step=flaw.position, field=flaw.field, message=flaw.message) for flaw in wrong]
    return AheadOut(at=at, items=[ExpectedOut.of(one) for one in coming], flaws=said)


@routes.get("/communities/{slug}/resting", Items[RestingOut])
def resting(request: Request, slug: str) -> dict[str, Any]:
    """The open potatoes of which a ladder ran out, hottest first, and on whom each rests."""
    return items(resting_in(finding.readable(request, slug)), RestingOut.of)


@routes.delete("/communities/{slug}/ladders/{ladder}")
def drop(request: Request, slug: str, ladder: str) -> None:
    """Go by the company's ladder, or the default, again."""
    acting.drop_ladder(finding.readable(request, slug), _named(ladder), by=person_of(request))
