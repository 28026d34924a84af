"""What rests on the moderators because its ladder ran out: listed to them every working day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from esn.activity.clock import now
from esn.activity.models import DueJob, DueState
from esn.activity.spine import action, plant, record
from esn.lib.hours import WorkingHours
from feeds.models import Community
from issues import events
from issues.models import Issue
from issues.reaching import moderators_of
from issues.watching import on_watch
from issues.working import hours_of

DAY = dt.timedelta(days=1)


def list_key(community: int) -> str:
    """The key of the due job that lists what rests in a community."""
    return f"ladders:{community}:list"


def next_morning(hours: WorkingHours, moment: dt.datetime) -> dt.datetime:
    """When work begins next on a later day than that of `moment`."""
    zone: ZoneInfo = hours.zone
    day = moment.astimezone(zone).date() + DAY
    return hours.opening(dt.datetime.combine(day, dt.time(0), zone))


def list_daily(community: Community) -> None:
    """Let what rests here be listed from the next working morning on, unless it is already."""
    key = list_key(community.pk)
    if not DueJob.objects.filter(key=key, state=DueState.DUE).exists():
        plant("ladder.list", key=key, due_at=next_morning(hours_of(community), now()), community=community.pk)


@action
def list_resting(community: Community) -> int:
    """Tell the moderators what rests on them, and again the next working morning while something does."""
    resting = resting_in(community)
    count = len(resting)
    if count:
        people = moderators_of(community, now()) or [on_watch(community, now())]
        record(
            events.ladders_run_out, community, by=None, count=count, issues=resting[:50],
            people=[person.pk for person in people],
        )  # fmt: skip
        morning = next_morning(hours_of(community), now())
        plant("ladder.list", key=list_key(community.pk), due_at=morning, community=community.pk)
    return count


def resting_in(community: Community) -> list[int]:
    """The open potatoes of a community whose ladder has run out, hottest first."""
    return list(Issue.objects.filter(community=community).resting().values_list("pk", flat=True))
