"""The watch passes on: what nobody has caught goes with it, to whoever is on watch from now on."""

from __future__ import annotations

import datetime as dt

from esn.activity.clock import now
from esn.activity.spine import action
from feeds.models import Community
from issues.actions.following import move_custody
from issues.lifecycle import Status
from issues.models import Issue
from issues.rota import DAY
from issues.shifts import INSTANT, spans_of
from issues.watching import on_watch

LONGEST_TURN = 8 * DAY


def pass_on() -> int:
    """Hand over the fresh potatoes of every community whose watch has passed on; returns how many went."""
    fresh = Issue.objects.filter(status=Status.FLAGGED)
    rotating = Community.objects.filter(rota__isnull=False) | Community.objects.filter(shifts__ends_at__gt=now() - DAY)
    passed = 0
    for community in rotating.distinct():
        since = _turned_at(community)
        if since is not None:
            late = fresh.filter(community=community, owned_since__lt=since).order_by("pk")
            passed += sum(_pass_on(pk, since) for pk in late.values_list("pk", flat=True))
    return passed


def _turned_at(community: Community) -> dt.datetime | None:
    """When the stretch of watch began that runs now; None without one."""
    moment = now()
    spans = spans_of(community, moment - LONGEST_TURN, moment + INSTANT)
    return next((span.start for span in spans if span.covers(moment)), None)


@action
def _pass_on(pk: int, since: dt.datetime) -> bool:
    issue = Issue.objects.locked(pk)
    if issue.status != Status.FLAGGED or issue.owned_since >= since:
        return False
    holder = on_watch(issue.community, now())
    if holder.pk == issue.owner_id:
        return False
    move_custody(issue, by=None, to=holder)
    return True
