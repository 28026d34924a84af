"""Making the ladders of a community, and dating anew what stands on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.conf import settings
from django.db.models import QuerySet

from esn.activity.clock import now
from esn.activity.spine import action, plant, record
from esn.lib import fresh
from esn.lib.errors import Refused
from esn.live import publisher
from feeds.models import Community
from issues import events, ladder, policies
from issues.anchoring import replan
from issues.frames import of_ladders
from issues.ladder import ACTS, Flaw, Ladder, Step, StepKind
from issues.laddering import forget_rules
from issues.models import Climb, EscalationPolicy, EscalationStep, Issue
from issues.reaching import Scene, aimed
from issues.unreached import why_nobody
from issues.working import forget_hours
from people.models import Person

BATCH = 200
SETTLED = dt.timedelta(seconds=1 + fresh.SECONDS)
"""Once every process has read the change, nobody dates by what was there before."""


@action
def set_ladder(
    community: Community, which: str, *, by: Person, steps: Sequence[Step], version: int | None = None
) -> EscalationPolicy:
    """Let this ladder of a community go by these steps; what stands on it goes on where the new one would have led.

    Raises Refused `bad_ladder` for one that cannot be climbed or has a step that reaches nobody (its field is
    `steps.NUMBER.FIELD`), Conflict `stale_version` if somebody changed it since `version` (0: there was none),
    Forbidden for whoever does not moderate it.
    """
    community = Community.objects.locked(community)
    policies.check(policies.may_arrange(by, community))
    ladder.check(Ladder(which), steps)
    for nobody in preflight(community, which, steps):
        raise Refused(nobody.message, "bad_ladder", f"steps.{nobody.position}.kind")
    policy = EscalationPolicy.objects.filter(community=community, ladder=which).first()
    policies.check_version(version, policy.version if policy else 0)
    policy = policy or EscalationPolicy(community=community, ladder=which, version=0)
    policy.version, policy.changed_at, policy.by = policy.version + 1, now(), by
    policy.save()
    policy.steps.all().delete()
    EscalationStep.objects.bulk_create(_row(policy, number, step) for number, step in enumerate(steps))
    _changed(community)
    said = [asdict(step) for step in steps]
    record(events.ladder_set, community, by=by, ladder=which, version=policy.version, steps=said)
    return policy


@action
def drop_ladder(community: Community, which: str, *, by: Person) -> None:
    """Go by the company's ladder, or the default, again. Twice is once."""
    policies.check(policies.may_arrange(by, community))
    gone, _counts = EscalationPolicy.objects.filter(community=community, ladder=which).delete()
    if gone:
        _changed(community)
        record(events.ladder_set, community, by=by, ladder=which, version=0)


def flaws_of(community: Community, which: str, steps: Sequence[Step]) -> list[Flaw]:
    """All that is wrong with steps for a community: that they cannot be climbed, or if they can whom they miss now."""
    return ladder.flaws(which, steps) or preflight(community, which, steps)


def preflight(community: Community, which: str, steps: Sequence[Step]) -> list[Flaw]:
    """The steps that would reach nobody now: a team without anybody here, a person who left or may not see it.

    Whether a holder is there is known of a potato alone, and handing on falls back on the line of the watch.
    """
    scene = Scene(community, which)
    sure = (StepKind.NOTIFY_HOLDER, StepKind.HAND_ON)
    return [
        Flaw(why_nobody(step, scene, now()), position)
        for position, step in enumerate(steps)
        if step.kind in ACTS and step.kind not in sure and not aimed(step, scene, now())
    ]


def replan_all(community: Community) -> None:
    """Let everything that is on a ladder here be dated anew; for the company's, whatever goes by the company's too.

    Once that is done, and every process knows the change, open pages are called to fetch what they show of it.
    """
    due_at = now() + SETTLED
    plant("ladder.replan", key=f"ladders:{community.pk}:replan", due_at=due_at, community=community.pk, after=0)


def replan_batch(community_id: int, *, after: int) -> None:
    """Date anew the next potatoes of a community, and plant the batch behind them."""
    forget_rules()
    forget_hours()
    community = Community.objects.get(pk=community_id)
    climbs = _climbing(community).filter(issue__gt=after)
    pks = list(climbs.order_by("issue").values_list("issue", flat=True).distinct()[:BATCH])
    for pk in pks:
        replan_issue(pk)
    if len(pks) == BATCH:
        key = f"ladders:{community_id}:replan"
        plant("ladder.replan", key=key, due_at=now(), community=community_id, after=pks[-1])
    else:
        call_pages(community)


def call_pages(community: Community) -> None:
    """Whoever looks at a ladder or a forecast of the community fetches it anew."""
    publisher.bump([of_ladders(community).render(code for code, _name in settings.LANGUAGES)])


def _climbing(community: Community) -> QuerySet[Climb]:
    """What is on a ladder that the community's own ladders may rule."""
    climbs = Climb.objects.running()
    return climbs if community.is_company else climbs.filter(issue__community=community)


@action
def replan_issue(pk: int) -> None:
    """Date anew what the potato has planted."""
    issue = Issue.objects.locked(pk)
    for climb in Climb.objects.running().filter(issue=issue).order_by("ladder"):
        replan(climb, issue)


def _row(policy: EscalationPolicy, number: int, step: Step) -> EscalationStep:
    return EscalationStep(
        policy=policy, position=number, kind=step.kind, minutes=step.minutes, heat=step.heat, times=step.times,
        person_id=step.person, team_id=step.team,
    )  # fmt: skip


def _changed(community: Community) -> None:
    forget_rules()
    replan_all(community)
